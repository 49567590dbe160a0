/** Writes the judgments of many trajectories anew, from the verdicts a run has on them. */
import type pg from "pg";
import { z } from "zod";
import { Verdict } from "@/domain/verdict";
import { judgmentRow } from "./judgment-row";
import { insertJudgments } from "./write-judgments";

const Row = Verdict.extend({ trajectoryId: z.int(), numSteps: z.int() });
const AT_ONCE = 500;

/** A trajectory without a verdict has no judgment. The caller holds the run's row. */
export async function sumUpAll(client: pg.PoolClient, runId: number, trajectories: readonly number[]): Promise<void> {
  for (let from = 0; from < trajectories.length; from += AT_ONCE) {
    const ids = trajectories.slice(from, from + AT_ONCE);
    await client.query("DELETE FROM judgment WHERE judging_run_id = $1 AND trajectory_id = ANY($2::int[])", [
      runId,
      ids,
    ]);
    const { rows } = await client.query(
      `SELECT v.trajectory_id AS "trajectoryId", t.num_steps AS "numSteps", v.idx AS step, v.rating, v.score,
         v.rationale, v.raw
       FROM verdict v JOIN trajectory t ON t.id = v.trajectory_id
       WHERE v.judging_run_id = $1 AND v.trajectory_id = ANY($2::int[])`,
      [runId, ids],
    );
    const byTrajectory = new Map<number, { numSteps: number; verdicts: Verdict[] }>();
    for (const { trajectoryId, numSteps, ...verdict } of z.array(Row).parse(rows)) {
      const own = byTrajectory.get(trajectoryId) ?? { numSteps, verdicts: [] };
      byTrajectory.set(trajectoryId, own);
      own.verdicts.push(verdict);
    }
    const judged = [...byTrajectory].map(([trajectoryId, { numSteps, verdicts }]) => ({
      trajectoryId,
      values: judgmentRow(verdicts, numSteps).values,
    }));
    await insertJudgments(client, runId, judged);
  }
}
