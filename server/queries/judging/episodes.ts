/** Reads what a judge needs of trajectories: the question, the prompt and every step. */
import type pg from "pg";
import { z } from "zod";
import { Message } from "@/domain/message";

const Json = <T extends z.ZodType>(shape: T) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue("not JSON");
        return z.NEVER;
      }
    })
    .pipe(shape);

const Head = z.object({ id: z.int(), numSteps: z.int(), bytes: z.int() });
/** A trajectory without its texts; `bytes` is what these take in the database. */
export type EpisodeHead = z.infer<typeof Head>;

const Row = z.object({
  id: z.int(),
  question: z.string(),
  finalAnswer: z.string().nullable(),
  prompt: Json(z.array(Message)),
});
const StepRow = z.object({
  id: z.int(),
  action: Json(Message),
  observation: Json(z.array(Message)).nullable(),
});

export type JudgedEpisode = z.infer<typeof Row> & { steps: Omit<z.infer<typeof StepRow>, "id">[] };

/** Those of the trajectories that a judging run has not judged yet, in the order given. */
export async function unjudgedHeads(db: pg.Pool, runId: number, ids: readonly number[]): Promise<EpisodeHead[]> {
  const { rows } = await db.query(
    `SELECT t.id, t.num_steps AS "numSteps", pg_column_size(t.prompt) + coalesce((
       SELECT sum(pg_column_size(s.action) + coalesce(pg_column_size(s.observation), 0))
       FROM step s WHERE s.trajectory_id = t.id), 0)::bigint AS bytes
     FROM unnest($2::int[]) WITH ORDINALITY AS w (id, n) JOIN trajectory t ON t.id = w.id
     WHERE NOT EXISTS (SELECT 1 FROM judgment j WHERE j.judging_run_id = $1 AND j.trajectory_id = t.id)
     ORDER BY w.n`,
    [runId, ids],
  );
  return z.array(Head).parse(rows);
}

/** The trajectories of these ids that are there, by id. */
export async function readEpisodes(db: pg.Pool, ids: readonly number[]): Promise<Map<number, JudgedEpisode>> {
  const [heads, steps] = await Promise.all([
    db.query(
      `SELECT t.id, q.text AS question, t.final_answer AS "finalAnswer", t.prompt
       FROM trajectory t JOIN question q ON q.id = t.question_id WHERE t.id = ANY($1::int[])`,
      [ids],
    ),
    db.query(
      `SELECT trajectory_id AS id, action, observation FROM step WHERE trajectory_id = ANY($1::int[])
       ORDER BY trajectory_id, idx`,
      [ids],
    ),
  ]);
  const episodes = new Map<number, JudgedEpisode>(
    z
      .array(Row)
      .parse(heads.rows)
      .map((row) => [row.id, { ...row, steps: [] }]),
  );
  for (const { id, ...step } of z.array(StepRow).parse(steps.rows)) episodes.get(id)?.steps.push(step);
  return episodes;
}
