/** Begins a judging run over a pool: its row, its scope and its place in the queue. */
import { randomUUID } from "node:crypto";
import type { JudgingPlan, JudgingRunSettings } from "@/domain/judging/settings";
import type { Db } from "@/server/db";
import { poolIds } from "@/server/queries/pool-where";
import { beginRun, type NewRun, type StartedRun } from "@/server/services/run/begin";
import { checkPlan } from "./check-plan";

/** Trajectories that a worker takes at a time: rules take microseconds a step, and so stay out of the queue's way. */
const CHUNK = { model: 32, rule: 256 } as const;

/** `also` is written in the same transaction. Throws not-found where the plan names what is gone, invalid where the pool is empty. */
export async function startJudging(db: Db, plan: JudgingPlan, also?: NewRun["rest"]): Promise<StartedRun> {
  const { name, ...kept } = plan;
  const settings: JudgingRunSettings = { ...kept, ...(await checkPlan(db, plan)) };
  return beginRun(db, {
    kind: "judging",
    row: {
      text: `INSERT INTO judging_run (key, version, name, judge_kind, settings) VALUES ($1, 1, $2, $3, $4) RETURNING id`,
      values: [`judging:${randomUUID()}`, name, plan.judge.kind, JSON.stringify(settings)],
    },
    endpointId: settings.endpoint?.id ?? null,
    items: poolIds(plan.pool),
    chunkSize: CHUNK[plan.judge.kind],
    perItem: 1,
    rest: async (client, id) => {
      await client.query(
        `INSERT INTO judging_run_scope (judging_run_id, rollout_run_id, question_set_id)
         SELECT DISTINCT $1::int, t.rollout_run_id, t.question_set_id
         FROM run_chunk c CROSS JOIN unnest(c.items) AS item (id) JOIN trajectory t ON t.id = item.id
         WHERE c.kind = 'judging' AND c.run_id = $1`,
        [id],
      );
      await also?.(client, id);
    },
  });
}
