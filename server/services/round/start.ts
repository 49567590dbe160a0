/** Starts a round: its row and its rollout runs, which wait where a server must be started. The worker does the rest. */
import type pg from "pg";
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { RoundPlan } from "@/domain/round/plan";
import type { Db } from "@/server/db";
import { readEvalModels, servingProblems } from "@/server/services/eval/serving-of";
import { checkAsked, checkPlan } from "@/server/services/rollout/check-plan";
import { beginRollouts, rolloutPlansOf } from "./begin-rollouts";

export const StartRound = z.object({
  /** Chosen by whoever starts it: the same key starts one, however often it is sent */
  key: z.uuid(),
  plan: RoundPlan,
});

const Ids = z.array(z.object({ id: z.int() })).max(1);

/** Throws not-found, invalid or precondition with what to change; nothing is begun then. */
export async function startRound(db: Db, { key, plan }: z.output<typeof StartRound>): Promise<{ id: number }> {
  const known = await findByKey(db.pool, key);
  if (known) return known;
  const isServed = await isToBeServed(db, plan);
  for (const rollout of rolloutPlansOf(plan)) await (isServed ? checkAsked(db, rollout) : checkPlan(db, rollout));
  const { rows } = await db.pool.query(
    `INSERT INTO round (key, name, model_id, plan, rollout_run_ids, status) VALUES ($1, $2, $3, $4, '{}', $5)
     ON CONFLICT (key) DO NOTHING RETURNING id`,
    [key, plan.name, plan.modelId, JSON.stringify(plan), isServed ? "generating" : "starting"],
  );
  const [made] = Ids.parse(rows);
  // Another request with the same key was faster.
  if (!made) return z.tuple([z.object({ id: z.int() })]).parse([await findByKey(db.pool, key)])[0];
  // The worker begins them, once a server answers.
  if (isServed) return made;
  try {
    await beginRollouts(db, { id: made.id, plan, begun: 0, status: "starting" });
    await db.pool.query(
      "UPDATE round SET status = 'generating', changed_at = now() WHERE id = $1 AND status = 'starting'",
      [made.id],
    );
  } catch (error) {
    const message = error instanceof StudioError ? error.message : "Its rollout runs could not be started.";
    await db.pool.query(
      "UPDATE round SET status = 'failed', message = $2, changed_at = now(), finished_at = now() WHERE id = $1 AND status = 'starting'",
      [made.id, message],
    );
    throw error;
  }
  return made;
}

/** Whether a server has to be started for its model. Throws precondition where none can be. */
async function isToBeServed({ pool }: Db, { modelId, serving }: RoundPlan): Promise<boolean> {
  if (serving === null) return false;
  const served = (await readEvalModels(pool, [modelId])).filter(({ endpoint }) => endpoint === null);
  const [problem] = await servingProblems(pool, serving, served);
  if (problem !== undefined) throw new StudioError("precondition", problem);
  return served.length > 0;
}

async function findByKey(pool: pg.Pool, key: string): Promise<{ id: number } | null> {
  return Ids.parse((await pool.query("SELECT id FROM round WHERE key = $1", [key])).rows)[0] ?? null;
}
