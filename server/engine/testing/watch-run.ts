/** Waits for what a run comes to, and compares its books with its rows. */
import { expect } from "vitest";
import type { RunProgress, RunRef } from "@/domain/run";
import type { Db } from "@/server/db";
import { readProgress } from "@/server/queries/run/progress";
import { expectWhole } from "@/server/testing/whole";

/** Looks until `isIt`; fails after `patienceMs` with how it stood. */
export async function waitForRun(
  db: Db,
  ref: RunRef,
  isIt: (progress: RunProgress) => boolean,
  patienceMs = 40_000,
): Promise<RunProgress> {
  const begun = performance.now();
  for (;;) {
    const progress = await readProgress(db.pool, ref).catch(() => null);
    if (progress && isIt(progress)) return progress;
    if (performance.now() - begun > patienceMs) throw new Error(`Still waiting: ${JSON.stringify(progress)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export const isDone = (progress: RunProgress) => progress.status === "done";

/** Every planned trajectory exists exactly once, and pulses and counters say just what the rows say. */
export async function expectWholeRun(db: Db, runId: number, planned: number): Promise<void> {
  const { rows } = await db.pool.query(
    `SELECT count(*) AS rows, count(DISTINCT (question_id, sample_index)) AS distinct,
       count(*) FILTER (WHERE num_steps <> (SELECT count(*) FROM step s WHERE s.trajectory_id = t.id)) AS torn
     FROM trajectory t WHERE rollout_run_id = $1`,
    [runId],
  );
  expect(rows[0]).toEqual({ rows: planned, distinct: planned, torn: 0 });
  const ends = await db.pool.query(
    "SELECT end_state AS name, count(*) AS n FROM trajectory WHERE rollout_run_id = $1 GROUP BY 1",
    [runId],
  );
  const progress = await readProgress(db.pool, { kind: "rollout", runId });
  expect(progress?.done).toBe(planned);
  expect(progress?.ends).toEqual(Object.fromEntries(ends.rows.map((row) => [row.name, row.n])));
  const tokens = await db.pool.query(
    `SELECT coalesce(sum(prompt_tokens), 0)::bigint AS prompt,
       coalesce(sum(completion_tokens), 0)::bigint AS completion
     FROM trajectory WHERE rollout_run_id = $1`,
    [runId],
  );
  expect(progress).toMatchObject({
    promptTokens: tokens.rows[0].prompt,
    completionTokens: tokens.rows[0].completion,
  });
  const open = await db.pool.query("SELECT count(*) AS n FROM run_chunk WHERE run_id = $1 AND state <> 'done'", [
    runId,
  ]);
  expect(open.rows[0].n).toBe(0);
  await expectWhole(db);
}
