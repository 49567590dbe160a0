import { beforeAll, expect, test } from "vitest";
import { smallPool, useImports } from "@/server/testing/small-pool";
import { listRunFailures, readFailureRaw } from "./failures";

const { own, run: importRecords, one } = useImports();
let trajectory: { id: number; run: number; question: number; sample: number };
beforeAll(async () => {
  await importRecords(smallPool("failing"));
  trajectory = await one(
    "SELECT id, rollout_run_id AS run, question_id AS question, sample_index AS sample FROM trajectory ORDER BY id LIMIT 1",
  );
  await own.db.pool.query(
    `INSERT INTO run_state (kind, run_id, status, planned) VALUES ('rollout', $1, 'done', 9), ('judging', $1, 'done', 9)`,
    [trajectory.run],
  );
  const insert = `INSERT INTO run_failure (kind, run_id, item_id, sample_index, step_idx, failure, message, raw)
    SELECT $1, $2, $3, $4, 1, $5, 'message ' || n, $6 FROM generate_series(1, $7::int) n`;
  const { run, question, sample, id } = trajectory;
  await own.db.pool.query(insert, ["rollout", run, question, sample, "refused", null, 3]);
  await own.db.pool.query(insert, ["rollout", run, question, 999, "context-overflow", "<b>too long</b>", 1]);
  await own.db.pool.query(insert, ["judging", run, id, null, "unparseable", "no ruling", 1]);
});
const list = (more: Partial<Parameters<typeof listRunFailures>[1]> = {}) =>
  listRunFailures(own.db.pool, { kind: "rollout", runId: trajectory.run, limit: 50, failure: null, ...more });

test("newest first, page by page, with the question and the trajectory where there is one", async () => {
  const all = await list();
  expect(all.map((each) => each.failure)).toEqual(["context-overflow", "refused", "refused", "refused"]);
  expect(all.map((each) => each.trajectoryId)).toEqual([null, trajectory.id, trajectory.id, trajectory.id]);
  expect(all[0]).toMatchObject({ sample: 999, step: 1, hasRaw: true, question: expect.stringMatching(/./) });
  const [first, second] = await list({ limit: 2 });
  expect(first?.id).toBe(all[0]?.id);
  expect((await list({ limit: 2, cursor: second?.id })).map((each) => each.id)).toEqual([all[2]?.id, all[3]?.id]);
  expect(await list({ failure: "refused" })).toHaveLength(3);
});

test("a judging run's failures are of trajectories", async () => {
  const [only] = await list({ kind: "judging" });
  expect(only).toMatchObject({ trajectoryId: trajectory.id, sample: trajectory.sample, question: expect.any(String) });
});

test("what came back is read on demand, as it came", async () => {
  const [first, second] = await list();
  expect(await readFailureRaw(own.db.pool, first?.id ?? 0)).toEqual({ text: "<b>too long</b>", length: 15 });
  await expect(readFailureRaw(own.db.pool, second?.id ?? 0)).rejects.toMatchObject({ code: "not-found" });
});
