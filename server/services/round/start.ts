/** Starts a round: its row and its rollout runs. The worker takes it from stage to stage. */
import type pg from "pg";
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { RolloutPlan } from "@/domain/rollout/settings";
import { RoundPlan } from "@/domain/round/plan";
import type { Db } from "@/server/db";
import { checkPlan } from "@/server/services/rollout/check-plan";
import { startRollout } from "@/server/services/rollout/start";

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
  const rollouts = plan.rollouts.map(({ questions, settings }, at) =>
    RolloutPlan.parse({
      name: plan.rollouts.length === 1 ? plan.name : `${plan.name} · ${at + 1} of ${plan.rollouts.length}`,
      purpose: "generate",
      modelId: plan.modelId,
      questions,
      settings,
    }),
  );
  for (const rollout of rollouts) await checkPlan(db, rollout);
  const { rows } = await db.pool.query(
    `INSERT INTO round (key, name, model_id, plan, rollout_run_ids) VALUES ($1, $2, $3, $4, '{}')
     ON CONFLICT (key) DO NOTHING RETURNING id`,
    [key, plan.name, plan.modelId, JSON.stringify(plan)],
  );
  const [made] = Ids.parse(rows);
  // Another request with the same key was faster.
  if (!made) return z.tuple([z.object({ id: z.int() })]).parse([await findByKey(db.pool, key)])[0];
  try {
    for (const rollout of rollouts)
      await startRollout(db, rollout, {
        rest: (client, runId) =>
          client.query("UPDATE round SET rollout_run_ids = rollout_run_ids || $2::int WHERE id = $1", [made.id, runId]),
      });
    await db.pool.query(
      "UPDATE round SET status = 'generating', changed_at = now() WHERE id = $1 AND status = 'starting'",
      [made.id],
    );
  } catch (error) {
    const message = error instanceof StudioError ? error.message : "Its rollout runs could not be started.";
    await db.pool.query(
      "UPDATE round SET status = 'failed', message = $2, changed_at = now(), finished_at = now() WHERE id = $1",
      [made.id, message],
    );
    throw error;
  }
  return made;
}

async function findByKey(pool: pg.Pool, key: string): Promise<{ id: number } | null> {
  return Ids.parse((await pool.query("SELECT id FROM round WHERE key = $1", [key])).rows)[0] ?? null;
}
