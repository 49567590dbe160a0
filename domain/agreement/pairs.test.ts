import fc from "fast-check";
import { expect, test } from "vitest";
import { NO_VERDICT } from "../filtering/pool-table";
import { clusterByQuestion, noCounts, totalCounts } from "./clusters";
import { agreementShare } from "./kappa";
import { PAIR_MEASURES } from "./measures";
import { addPairs, firstErrors, PAIR_COLUMNS, type Ruled, stepCounts, threeWay, twoWay } from "./pairs";

type Trajectory = { question: number; steps: (readonly [a: number, b: number])[]; a: boolean; b: boolean };

function countPairs(trajectories: readonly Trajectory[]) {
  const offset = [0];
  for (const { steps } of trajectories) offset.push((offset.at(-1) ?? 0) + steps.length);
  const table = { size: trajectories.length, offset: Int32Array.from(offset) };
  const judge = (side: 0 | 1): Ruled => ({
    rating: Int8Array.from(trajectories.flatMap(({ steps }) => steps.map((step) => step[side]))),
    judged: Uint8Array.from(trajectories.map(({ a, b }) => ((side === 0 ? a : b) ? 1 : 0))),
  });
  const clusters = clusterByQuestion(Int32Array.from(trajectories.map(({ question }) => question)));
  const counts = noCounts(clusters.size, PAIR_COLUMNS);
  addPairs(counts, clusters, table, judge(0), judge(1));
  return counts;
}

const rating = fc.constantFrom(-1, 0, 1, NO_VERDICT);
const trajectory: fc.Arbitrary<Trajectory> = fc.record({
  question: fc.nat(3),
  steps: fc.array(fc.tuple(rating, rating), { maxLength: 5 }),
  a: fc.boolean(),
  b: fc.boolean(),
});

test("counts are those of the steps one by one", () => {
  fc.assert(
    fc.property(fc.array(trajectory, { maxLength: 12 }), (trajectories) => {
      const sums = totalCounts(countPairs(trajectories));
      const both = trajectories.filter(({ a, b }) => a && b);
      const steps = both.flatMap((one) => one.steps);
      const count = (is: (a: number, b: number) => boolean) => steps.filter(([a, b]) => is(a, b)).length;
      const [none, ruled] = [NO_VERDICT, count((a, b) => a !== NO_VERDICT && b !== NO_VERDICT)];
      expect(stepCounts(sums)).toEqual({
        all: steps.length,
        ruled,
        missingA: count((a, b) => a === none && b !== none),
        missingB: count((a, b) => a !== none && b === none),
        missingBoth: count((a, b) => a === none && b === none),
      });
      expect(threeWay(sums)).toEqual([-1, 0, 1].map((x) => [-1, 0, 1].map((y) => count((a, b) => a === x && b === y))));
      const same = count((a, b) => a !== none && b !== none && a < 0 === b < 0);
      expect(agreementShare(twoWay(sums))).toBe(ruled === 0 ? null : same / ruled);
    }),
  );
});

test("first errors are those of the trajectories one by one", () => {
  const first = (ratings: number[]) => {
    const at = ratings.indexOf(-1);
    const before = at < 0 ? ratings : ratings.slice(0, at);
    return { at, isSettled: ratings.length > 0 && !before.includes(NO_VERDICT) };
  };
  fc.assert(
    fc.property(fc.array(trajectory, { maxLength: 12 }), (trajectories) => {
      const both = trajectories
        .filter(({ a, b }) => a && b)
        .map(({ steps }) => ({ a: first(steps.map(([a]) => a)), b: first(steps.map(([, b]) => b)) }));
      const counted = both.filter(({ a }) => a.isSettled);
      const gaps = counted.filter(({ b }) => !b.isSettled);
      const same = (list: typeof both) => list.filter(({ a, b }) => a.at === b.at).length;
      const sums = totalCounts(countPairs(trajectories));
      expect(firstErrors(sums)).toEqual({
        same: same(counted),
        of: counted.length,
        open: both.length - counted.length,
        withGaps: gaps.length,
        withGapsSame: same(gaps),
      });
      const settled = counted.filter(({ b }) => b.isSettled);
      expect(PAIR_MEASURES.firstErrorSettled.of(sums)).toBe(
        settled.length === 0 ? null : same(settled) / settled.length,
      );
    }),
  );
});

test("a person's ruling that stops at the first error settles it; a judge's gap is an error it did not find", () => {
  const steps = (a: number[], b: number[]) => a.map((one, at) => [one, b[at] ?? NO_VERDICT] as const);
  const of = (a: number[], b: number[]) =>
    firstErrors(totalCounts(countPairs([{ question: 1, steps: steps(a, b), a: true, b: true }])));
  expect(of([1, -1, 2], [1, -1, 1])).toMatchObject({ same: 1, of: 1, open: 0, withGaps: 0 });
  expect(of([2, -1, 1], [1, -1, 1])).toMatchObject({ same: 0, of: 0, open: 1 });
  expect(of([1, 1, 1], [1, 2, 1])).toMatchObject({ same: 1, of: 1, withGaps: 1 });
  expect(of([1, 1, -1], [1, 2, -1])).toMatchObject({ same: 1, of: 1, withGaps: 1 });
  expect(of([1, -1, 1], [1, 2, 1])).toMatchObject({ same: 0, of: 1, withGaps: 1 });
});

test("precision and recall take A as the reference", () => {
  const steps = [
    ...new Array(3).fill([-1, -1]),
    ...new Array(1).fill([1, -1]),
    ...new Array(6).fill([-1, 0]),
    [1, 1],
  ] as [number, number][];
  const sums = totalCounts(countPairs([{ question: 1, steps, a: true, b: true }]));
  expect(PAIR_MEASURES.precision.of(sums)).toBe(3 / 4);
  expect(PAIR_MEASURES.recall.of(sums)).toBe(3 / 9);
});
