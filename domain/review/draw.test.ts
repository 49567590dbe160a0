import fc from "fast-check";
import { expect, test } from "vitest";
import {
  arbitraryPool,
  judgeColumn,
  outcomeColumn,
  type PlainTrajectory,
  tableOf,
} from "@/server/testing/filtering/pool";
import { allocate } from "./allocate";
import { drawReview } from "./draw";
import { ReviewPlan, type Sampling, StratifyBy } from "./plan";
import type { ReviewColumns } from "./strata";

const columnsOf = (pool: PlainTrajectory[]): ReviewColumns => ({
  table: tableOf(pool),
  judges: [judgeColumn(pool, 0), judgeColumn(pool, 1)],
  judgeNames: ["A", "B"],
  outcome: outcomeColumn(pool, 0),
  model: Int32Array.from(pool, ({ question }) => question % 2),
  setNames: new Map([[1, "Set one"]]),
  modelNames: new Map([[1, "Model one"]]),
});

const representative: fc.Arbitrary<Sampling> = fc.oneof(
  fc.constant({ kind: "uniform" as const }),
  fc.record({
    kind: fc.constant("stratified" as const),
    by: fc.uniqueArray(fc.constantFrom(...StratifyBy.options), { minLength: 1, maxLength: 3 }),
  }),
);
const sampling: fc.Arbitrary<Sampling> = fc.oneof(
  { weight: 3, arbitrary: representative },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("threshold" as const), at: fc.integer({ min: 0, max: 100 }) }),
  },
  fc.constant({ kind: "disagreement" as const }),
  fc.constant({ kind: "at-odds" as const }),
);
const planOf = (of: fc.Arbitrary<Sampling>) =>
  fc.record({
    unit: fc.constantFrom("step" as const, "trajectory" as const),
    sampling: of,
    size: fc.integer({ min: 1, max: 60 }),
    seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  });
const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);

test("a draw has as many items as were asked for, none twice, and probabilities that add up to its size", () => {
  fc.assert(
    fc.property(arbitraryPool, planOf(sampling), (pool, plan) => {
      const draw = drawReview(plan, columnsOf(pool));
      const inPool =
        plan.unit === "step"
          ? sum(pool.map(({ steps }) => steps.length))
          : pool.filter((one) => one.steps.length > 0).length;
      expect(draw.inPool).toBe(inPool);
      if (draw.tooSmallFor !== null) {
        expect(draw.tooSmallFor).toBeGreaterThan(plan.size);
        expect(draw.items).toEqual([]);
        return;
      }
      expect(draw.items).toHaveLength(Math.min(plan.size, draw.population));
      expect(new Set(draw.items.map(({ row, step }) => `${row} ${step}`)).size).toBe(draw.items.length);
      for (const { row, step } of draw.items) expect(step ?? 0).toBeLessThan(pool[row]?.steps.length ?? 0);
      // The Horvitz-Thompson weights of a stratum are its size.
      for (const [index, { population, sampled }] of draw.strata.entries()) {
        const own = draw.items.filter(({ stratum }) => stratum === index);
        expect(own).toHaveLength(sampled);
        for (const { probability } of own) expect(probability).toBe(sampled / population);
      }
      if (draw.isRepresentative) expect(draw.population).toBe(inPool);
    }),
  );
});

test("every stratum has an item, and two where that is possible", () => {
  fc.assert(
    fc.property(arbitraryPool, planOf(representative), (pool, plan) => {
      const { strata, tooSmallFor } = drawReview(plan, columnsOf(pool));
      if (tooSmallFor !== null) return;
      const hasTwo = sum(strata.map(({ population }) => Math.min(2, population))) <= plan.size;
      for (const { population, sampled } of strata) {
        expect(sampled).toBeGreaterThanOrEqual(hasTwo ? Math.min(2, population) : 1);
        expect(sampled).toBeLessThanOrEqual(population);
      }
    }),
  );
});

test("the seed fixes what is drawn, whatever ids and order the trajectories have", () => {
  const contentOf = (pool: PlainTrajectory[], plan: Parameters<typeof drawReview>[0]) =>
    drawReview(plan, columnsOf(pool)).items.map(({ row, step }) => `${pool[row]?.content} ${step}`);
  fc.assert(
    fc.property(arbitraryPool, planOf(sampling), fc.infiniteStream(fc.nat()), (pool, plan, keys) => {
      const distinct = pool.filter((one, index) => pool.findIndex(({ content }) => content === one.content) === index);
      const order = distinct.map((one) => ({ one, key: keys.next().value ?? 0 })).sort((a, b) => a.key - b.key);
      const moved = order.map(({ one }, index) => ({ ...one, id: 1000 + index }));
      expect(contentOf(moved, plan)).toEqual(contentOf(distinct, plan));
    }),
  );
});

test("steps of one trajectory follow each other in their order", () => {
  fc.assert(
    fc.property(arbitraryPool, planOf(sampling), (pool, plan) => {
      const { items } = drawReview(plan, columnsOf(pool));
      const seen = new Set<number>();
      for (const [index, { row, step }] of items.entries()) {
        const before = items[index - 1];
        if (before?.row === row) expect(step ?? 0).toBeGreaterThan(before.step ?? 0);
        else expect(seen).not.toContain(row);
        seen.add(row);
      }
    }),
  );
});

test("what is offered first is a random part of the sample: no steps nearer to the beginning, no shorter trajectories", () => {
  const step = { context: 1, tokens: null, tools: [], verdicts: [{ rating: 1 as const, score: 50 }] };
  const pool = Array.from({ length: 60 }, (_, index) => ({
    ...{ id: index + 1, question: 1, set: 1, tokens: null, outcomes: [], content: 7919 * index },
    steps: Array.from({ length: index % 3 === 0 ? 9 : 2 }, () => step),
  }));
  const columns = columnsOf(pool);
  const half = { position: 0, long: 0, count: 0 };
  const SEEDS = 600;
  for (let seed = 0; seed < SEEDS; seed += 1) {
    const { items } = drawReview({ unit: "step", sampling: { kind: "uniform" }, size: 160, seed }, columns);
    const rows = [...new Set(items.map(({ row }) => row))];
    const first = new Set(rows.slice(0, Math.floor(rows.length / 2)));
    for (const one of items.filter(({ row }) => first.has(row))) {
      half.count += 1;
      half.position += one.step ?? 0;
      half.long += one.row % 3 === 0 ? 1 : 0;
    }
  }
  // 20 of 9 steps and 40 of 2: a step's mean index 2.923, of long trajectories 180 of 260. Five standard errors.
  expect(Math.abs(half.position / half.count - 2.923)).toBeLessThan(0.1);
  expect(Math.abs(half.long / half.count - 180 / 260)).toBeLessThan(0.02);
});

test("over many seeds each item is drawn as often as its probability says, also copies of one trajectory", () => {
  const step = { context: 1, tokens: null, tools: [], verdicts: [{ rating: 1 as const, score: 50 }] };
  const pool = Array.from({ length: 12 }, (_, index) => ({
    ...{ id: index + 1, question: 1, set: 1, tokens: null, outcomes: [] },
    content: index < 4 ? 5 : index,
    steps: [step],
  }));
  const columns = columnsOf(pool);
  const drawn = new Array<number>(12).fill(0);
  const SEEDS = 4_000;
  for (let seed = 0; seed < SEEDS; seed += 1)
    for (const { row } of drawReview({ unit: "step", sampling: { kind: "uniform" }, size: 3, seed }, columns).items)
      drawn[row] = (drawn[row] ?? 0) + 1;
  // Five standard errors of a share of 1/4 over 4,000 draws
  for (const count of drawn) expect(Math.abs(count / SEEDS - 0.25)).toBeLessThan(0.035);
});

test("scores nearest to a threshold: what is nearer is certain, the rest is drawn among equals", () => {
  const of = (scores: (number | null)[]) =>
    scores.map((score, index) => ({
      ...{ id: index + 1, question: 1, set: 1, tokens: null, outcomes: [], content: index },
      steps: [{ context: 1, tokens: null, tools: [], verdicts: [{ rating: 1 as const, score }] }],
    }));
  const draw = drawReview(
    { unit: "step", sampling: { kind: "threshold", at: 50 }, size: 3, seed: 1 },
    columnsOf(of([50, 49, 10, 45, 55, 55, null])),
  );
  expect(draw.strata).toEqual([
    { name: "less than 5 points from 50", population: 2, sampled: 2 },
    { name: "5 points from 50", population: 3, sampled: 1 },
  ]);
  expect(draw.isRepresentative).toBe(false);
});

test("allocation is in proportion, with a floor", () => {
  expect(allocate([900, 90, 10], 100)).toEqual([89, 9, 2]);
  expect(allocate([900, 90, 1], 10)).toEqual([7, 2, 1]);
  expect(allocate([5, 5, 5], 4)).toEqual([2, 1, 1]);
  expect(allocate([5, 5, 5], 2)).toBeNull();
  expect(allocate([5, 1], 100)).toEqual([5, 1]);
  expect(allocate([], 5)).toEqual([]);
});

test("a plan says what it lacks", () => {
  const problems = (given: object) =>
    ReviewPlan.safeParse({ unit: "step", ruling: "steps", size: 10, ...given }).error?.issues.map(
      ({ path }) => path[0],
    );
  expect(problems({ sampling: { kind: "uniform" } })).toBeUndefined();
  expect(problems({ sampling: { kind: "stratified", by: ["verdict", "outcome"] } })).toEqual(["judges", "labels"]);
  expect(problems({ sampling: { kind: "disagreement" }, judges: [3] })).toEqual(["judges"]);
  expect(problems({ sampling: { kind: "uniform" }, unit: "trajectory" })).toEqual(["ruling"]);
});
