/** Tokens that earlier work took: of an action, of a judge's call. */
import type pg from "pg";
import { z } from "zod";
import type { TokensSoFar } from "@/domain/arm-training/cost";
import type { RewardChoice } from "@/domain/training/plan";

const ActionRow = z.tuple([z.object({ mean: z.number().nullable(), of: z.int() })]);

/** Trajectories that are looked at, from all over those that are given */
const MOST = 1_000;
/** Of the newest judging runs that are done */
const RUNS = 10;
/** With any template */
const LOOKED_AT = 50;

/** The database reads no JSON text with half a surrogate pair in it: this one is read here. */
const JudgingRow = z.object({
  settings: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(z.object({ judge: z.object({ templateId: z.int().optional() }) })),
  tokens: z.number(),
  requests: z.number(),
});

/** Of the actions of these trajectories, or of a thousand of them; null where nobody counted any. */
export async function readActionTokens(
  db: pg.ClientBase,
  trajectories: readonly number[],
): Promise<TokensSoFar | null> {
  const every = Math.max(1, Math.ceil(trajectories.length / MOST));
  const { rows } = await db.query(
    `SELECT avg(completion_tokens)::float8 AS mean, count(completion_tokens)::int AS of
     FROM step WHERE trajectory_id = ANY($1::int[]) AND completion_tokens > 0`,
    [trajectories.filter((_, index) => index % every === 0)],
  );
  const [{ mean, of }] = ActionRow.parse(rows);
  return mean === null ? null : { mean, of };
}

/** Of a request to this judge, prompt and reply, all tokens over all requests; null where no judging run counted any. */
export async function readJudgeTokens(db: pg.Pool, reward: RewardChoice | null): Promise<TokensSoFar | null> {
  if (reward?.kind !== "judge") return null;
  const { rows } = await db.query(
    `SELECT w.settings, w.tokens, w.requests
     FROM (SELECT r.id, r.settings, (SELECT sum(p.prompt_tokens + p.completion_tokens)::float8 FROM run_pulse p
                   WHERE p.kind = 'judging' AND p.run_id = r.id) AS tokens,
             (SELECT c.count::float8 FROM run_counter c
              WHERE c.kind = 'judging' AND c.run_id = r.id AND c.name = 'requests') AS requests
           FROM run_state s JOIN judging_run r ON r.id = s.run_id
           WHERE s.kind = 'judging' AND s.status = 'done' AND s.endpoint_id = $1
           ORDER BY r.id DESC LIMIT ${LOOKED_AT}) w WHERE w.tokens > 0 AND w.requests > 0 ORDER BY w.id DESC`,
    [reward.endpointId],
  );
  const runs = z
    .array(JudgingRow)
    .parse(rows)
    .filter(({ settings }) => settings.judge.templateId === reward.templateId)
    .slice(0, RUNS);
  const sum = (count: (run: z.infer<typeof JudgingRow>) => number) => runs.reduce((all, run) => all + count(run), 0);
  if (runs.length === 0) return null;
  return { mean: sum(({ tokens }) => tokens) / sum(({ requests }) => requests), of: runs.length };
}
