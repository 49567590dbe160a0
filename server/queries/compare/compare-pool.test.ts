import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FilterMode, keeps, Outcome } from "@/domain/filter";
import { EMPTY_POOL } from "@/domain/pool";
import { ProcessLabel, summariseVerdicts } from "@/domain/verdict";
import { connect, type Db } from "@/server/db";
import {
  arbitraryTrajectory,
  importLines,
  type RandomTrajectory,
  recordsOf,
  toJsonl,
  verdictsOf,
} from "@/server/services/export/test-pool";
import { resolveRun } from "@/server/services/runs";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { comparePool } from "./compare-pool";

let database: TestDatabase;
let db: Db;
let trajectories: RandomTrajectory[];
let judge: number;
beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url);
  trajectories = fc.sample(arbitraryTrajectory, 120);
  await importLines(db, toJsonl(recordsOf("a", trajectories)));
  await importLines(db, toJsonl(recordsOf("b", fc.sample(arbitraryTrajectory, 30))));
  judge = (await resolveRun(db.pool, "judging run", "a-judge")).id;
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

const labelOf = (one: RandomTrajectory): [ProcessLabel, Outcome] => [
  summariseVerdicts(one.judged ? verdictsOf(one) : [], one.steps.length).process,
  one.correct === null ? "unlabelled" : one.correct ? "correct" : "incorrect",
];
const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);

test("every figure is what counting the imported trajectories gives", async () => {
  const comparison = await comparePool(db, { ...EMPTY_POOL, judge, scope: judge });
  expect(comparison).toMatchObject({
    trajectories: 120,
    simulated: 0,
    judgingRun: { key: "a-judge", version: 2 },
    labellingRun: { key: "a-match" },
    questionSets: [{ key: "a-set", trajectories: 120 }],
    rolloutRuns: [{ key: "a-run", trajectories: 120 }],
  });
  for (const mode of FilterMode.options) {
    const kept = trajectories.filter((one) => keeps(mode, ...labelOf(one)));
    const calls = kept.flatMap((one) => one.steps.flatMap((step) => step.action.tool_calls ?? []));
    expect(comparison.modes[mode]).toMatchObject({
      trajectories: kept.length,
      subTrajectories: sum(kept.map((one) => one.steps.length)),
      correct: kept.filter((one) => one.correct === true).length,
      incorrect: kept.filter((one) => one.correct === false).length,
      unlabelled: kept.filter((one) => one.correct === null).length,
      questions: new Set(kept.map((one) => one.question)).size,
      tokens: {
        total: 2 * sum(kept.map((one) => one.tokens ?? 0)),
        notRecorded: kept.filter((one) => one.tokens === null).length,
      },
    });
    expect(sum(comparison.modes[mode].tools.map((tool) => tool.calls))).toBeGreaterThanOrEqual(calls.length);
  }
});

test("the matrix holds every trajectory of the pool", async () => {
  const whole = await comparePool(db, { ...EMPTY_POOL, judge });
  expect(whole.trajectories).toBe(150);
  expect(sum(Object.values(whole.matrix).flatMap((row) => Object.values(row)))).toBe(150);
  // The other 30 have no verdict of this judging run.
  expect(sum(Object.values(whole.matrix.unjudged))).toBeGreaterThanOrEqual(30);

  const scoped = await comparePool(db, { ...EMPTY_POOL, judge, scope: judge });
  for (const process of ProcessLabel.options)
    for (const outcome of Outcome.options) {
      const expected = trajectories.filter((one) => labelOf(one).join() === [process, outcome].join());
      expect(scoped.matrix[process][outcome], `${process}, ${outcome}`).toBe(expected.length);
    }
});

test("an empty pool and a pool that nobody judged are said as such", async () => {
  const empty = await comparePool(db, { ...EMPTY_POOL, judge, minSteps: 500 });
  expect(empty.modes.none).toMatchObject({ trajectories: 0, share: null, shareCorrect: null, meanSteps: null });
  await expect(comparePool(db, EMPTY_POOL)).rejects.toThrow("Choose a judging run");
  await expect(comparePool(db, { ...EMPTY_POOL, judge: 999_999 })).rejects.toThrow("no judging run 999999");
});
