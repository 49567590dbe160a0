import { afterAll, beforeAll, expect, test } from "vitest";
import { EMPTY_POOL } from "@/domain/pool";
import { connect, type Db } from "@/server/db";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { ingest } from "@/server/training/ingest";
import { addTrainingRun, metrics, numbered, type Said, samples, started } from "@/server/training/testing";
import { compareTrainingRuns } from "./compare";
import { listTrainingContexts } from "./contexts";
import { listTrainingRuns } from "./list";
import { readTrainingRun } from "./read";
import { readContextSamples } from "./samples";
import { readSeries } from "./series";
import { readTrainingState } from "./state";

let database: TestDatabase;
let db: Db;
beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url);
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

/** As a launch writes it, in what these queries read. */
async function addRun(said: readonly Said[], name?: string) {
  const run = await addTrainingRun(db, name === undefined ? {} : { name });
  const checked = { trajectories: 1, subTrajectories: 2, distinctContexts: 2, tokens: null, uncounted: 0, tooLong: 0 };
  const rest = { stepsPerEpoch: 1, epochs: 1, judgeCalls: 0, policy: "unknown", warnings: [] };
  await db.pool.query("UPDATE training_run SET data = $2, checked = $3, resources = $4, config = $5 WHERE id = $1", [
    run.id,
    JSON.stringify({ pool: EMPTY_POOL, mode: "process" }),
    JSON.stringify({ ...checked, ...rest }),
    JSON.stringify({ cpus: 1, gpus: 0, memoryGib: null }),
    [
      "algorithm: swirl",
      "model: { path: /base }",
      "reward: { kind: rule, rule: well-formed }",
      "optimiser: { contexts_per_step: 4, samples_per_context: 2 }",
    ].join("\n"),
  ]);
  await ingest(db.pool, numbered(said, 0, 1_700_000_000), { runId: run.id, watcher: null, skipsGaps: false });
  return run;
}
const updates = (count: number) => Array.from({ length: count }, (_, index) => metrics(index + 1));

test("the series of a short run is what was said; a later look asks only for what is new", async () => {
  const { id } = await addRun([started(), ...updates(5)]);
  const all = await readSeries(db.pool, { runId: id, since: 0, epoch: null });
  expect(all).toMatchObject({ width: 1, from: 0 });
  expect(all.points.map(({ step, values }) => [step, values.reward])).toEqual(
    [1, 2, 3, 4, 5].map((step) => [step, step / 10]),
  );
  const later = await readSeries(db.pool, { runId: id, since: 4, epoch: all.epoch });
  expect(later.points.map(({ step }) => step)).toEqual([4, 5]);
  // What a resumed attempt undid is no longer so: everything is told again.
  const resumed = numbered([started(2, 2), metrics(3, 0.9)], 6);
  await ingest(db.pool, resumed, { runId: id, watcher: null, skipsGaps: false });
  const again = await readSeries(db.pool, { runId: id, since: 4, epoch: all.epoch });
  expect(again.points.map(({ step, values }) => [step, values.reward])).toEqual([
    [1, 0.1],
    [2, 0.2],
    [3, 0.9],
  ]);
});

test("a long run is thinned out to means with their least and greatest values", async () => {
  const { id } = await addRun([started(), ...updates(2_500)]);
  const { width, points } = await readSeries(db.pool, { runId: id, since: 0, epoch: null });
  expect(width).toBe(3);
  expect(points.length).toBeLessThanOrEqual(1_000);
  expect(points[1]).toMatchObject({ from: 3, step: 5, n: 3 });
  expect(points[1]?.values.reward).toBeCloseTo(0.4);
  expect([points[1]?.low?.reward, points[1]?.high?.reward]).toEqual([0.3, 0.5]);
  expect(points[1]?.values.loss).toBeUndefined();
  expect(points.reduce((sum, { n }) => sum + n, 0)).toBe(2_500);
});

test("contexts and what was sampled for them; a NUL that a model wrote is shown as a sign", async () => {
  const { id } = await addRun([
    started(),
    metrics(1),
    samples(1, "bb", true),
    samples(1, "aa", true),
    metrics(2),
    samples(2, "aa", false),
  ]);
  const contexts = await listTrainingContexts(db.pool, id);
  expect(
    contexts.map(({ context, watched, times, firstReward, lastReward, trajectoryId }) => [
      context,
      watched,
      times,
      firstReward,
      lastReward,
      trajectoryId,
    ]),
  ).toEqual([
    ["aa", true, 2, 1, 0, null],
    ["bb", false, 1, 1, 1, null],
  ]);
  const read = await readContextSamples(db.pool, { runId: id, context: "aa" });
  expect(JSON.parse(read.prompt)).toEqual([{ role: "user", content: "What is 1 + 1?" }]);
  expect(read.samples.map(({ step, actions }) => [step, actions[0]?.text])).toEqual([
    [2, "action 2\u2400"],
    [1, "action 1\u2400"],
  ]);
  await expect(readContextSamples(db.pool, { runId: id, context: "cc" })).rejects.toThrow("Nothing was written down");
});

test("a run's state, its page, the list and the comparison agree", async () => {
  const run = await addRun([started(), ...updates(3), { event: "warning", message: "Slow." }], "one of them");
  const other = await addRun([started(), ...updates(2)], "another");
  expect(await readTrainingState(db.pool, run.id)).toMatchObject({
    status: "pending",
    step: 3,
    totalSteps: 10,
    epoch: 0,
    warnings: [{ seq: 4, message: "Slow." }],
    models: [],
  });
  expect(await readTrainingRun(db.pool, run.id)).toMatchObject({
    actionsPerUpdate: 8,
    started: { device: "cpu", contexts: 4 },
    attempts: [{ attempt: 1, jobId: run.jobId }],
  });
  const listed = await listTrainingRuns(db.pool, { cursor: null, limit: 10, isOpen: false, search: "one OF" });
  expect(listed).toMatchObject([{ id: run.id, step: 3, reward: 0.3, mode: "process", model: null }]);
  const compared = await compareTrainingRuns(db.pool, [other.id, run.id]);
  expect(compared.runs.map((each) => each.series.points.length)).toEqual([2, 3]);
  expect(compared.differences).toEqual([{ path: "base_model", values: ["base of another", "base of one of them"] }]);
  expect(await readTrainingState(db.pool, 99_999)).toBeNull();
  await expect(readTrainingRun(db.pool, 99_999)).rejects.toThrow("There is no training run");
});
