/** Begins a judging run over a pool: its row, its scope and its place in the queue, in one transaction. */
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { JudgingPlan, JudgingRunSettings } from "@/domain/judging/settings";
import type { Db } from "@/server/db";
import { Bindings, poolSql } from "@/server/queries/pool-where";
import { startRun } from "@/server/services/run/start";
import { checkPlan } from "./check-plan";

export type StartedJudging = {
  id: number;
  /** Trajectories it will judge */
  trajectories: number;
};

const Made = z.tuple([z.object({ id: z.int() })]);
const CHUNK = 32;
/** Rules take microseconds a step: more at a time keeps the queue out of the way. */
const RULE_CHUNK = 256;

/** Throws not-found where the plan names what is gone, invalid where the pool is empty. */
export async function startJudging(db: Db, plan: JudgingPlan): Promise<StartedJudging> {
  const { name, ...kept } = plan;
  const settings: JudgingRunSettings = { ...kept, ...(await checkPlan(db, plan)) };
  const client = await db.pool.connect();
  try {
    await client.query("BEGIN");
    const { rows } = await client.query(
      `INSERT INTO judging_run (key, version, name, judge_kind, settings) VALUES ($1, 1, $2, $3, $4) RETURNING id`,
      [`judging:${randomUUID()}`, name, plan.judge.kind, JSON.stringify(settings)],
    );
    const [{ id }] = Made.parse(rows);
    const bind = new Bindings();
    const { from, where } = poolSql(plan.pool, bind);
    const trajectories = await startRun(client, {
      kind: "judging",
      runId: id,
      endpointId: settings.endpoint?.id ?? null,
      items: { text: `SELECT t.id FROM ${from} WHERE ${where} ORDER BY t.id`, values: bind.values },
      chunkSize: plan.judge.kind === "rule" ? RULE_CHUNK : CHUNK,
      perItem: 1,
    });
    await client.query(
      `INSERT INTO judging_run_scope (judging_run_id, rollout_run_id, question_set_id)
       SELECT DISTINCT $1::int, t.rollout_run_id, t.question_set_id
       FROM run_chunk c CROSS JOIN unnest(c.items) AS item (id) JOIN trajectory t ON t.id = item.id
       WHERE c.kind = 'judging' AND c.run_id = $1`,
      [id],
    );
    await client.query("COMMIT");
    return { id, trajectories };
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}
