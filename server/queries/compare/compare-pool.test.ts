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
    fromSample: 0,
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

test("contexts and questions are counted once, and only where one trajectory meets the whole mode", async () => {
  const one = (question: number, words: string[], rating: 1 | -1, correct: boolean): RandomTrajectory => ({
    prompt: [{ role: "user", content: `Question ${question}` }],
    tools: null,
    steps: words.map((content) => ({
      action: { role: "assistant", content },
      observation: null,
      finishReason: null,
      promptTokens: null,
      verdict: { rating, score: null, rationale: null },
    })),
    question,
    judged: true,
    correct,
    tokens: null,
    metadata: {},
    at: null,
  });
  const samples = [
    one(0, ["look", "answer"], 1, true),
    one(0, ["guess"], -1, true),
    one(1, ["reason"], 1, false),
    one(1, ["guess"], -1, true),
  ];
  await importLines(db, toJsonl(recordsOf("shared contexts", samples)));
  const { id } = await resolveRun(db.pool, "judging run", "shared contexts-judge");
  const { modes } = await comparePool(db, { ...EMPTY_POOL, judge: id, scope: id });
  // Both questions' first contexts, and what follows "look"
  const counted = FilterMode.options.map((mode) => [modes[mode].distinctContexts, modes[mode].questions]);
  expect(counted).toEqual([
    [3, 2],
    [3, 2],
    [3, 2],
    [2, 1],
  ]);
});

test("the matrix holds every trajectory of the pool", async () => {
  const whole = await comparePool(db, { ...EMPTY_POOL, judge });
  expect(whole.trajectories).toBe(154);
  expect(sum(Object.values(whole.matrix).flatMap((row) => Object.values(row)))).toBe(154);
  // The other 34 have no verdict of this judging run.
  expect(sum(Object.values(whole.matrix.unjudged))).toBeGreaterThanOrEqual(34);

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
