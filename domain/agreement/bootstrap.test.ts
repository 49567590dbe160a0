import { describe, expect, test } from "vitest";
import { randomFor } from "../random";
import { estimate, type Measure } from "./bootstrap";
import { addCount, clusterByQuestion, MOST_CLUSTERS, noCounts, totalCounts } from "./clusters";
import { PAIR_MEASURES } from "./measures";
import { PAIR_COLUMNS } from "./pairs";

const SHARE: Measure = {
  kind: "share",
  n: (sums) => sums[1] ?? 0,
  of: (sums) => ((sums[1] ?? 0) === 0 ? null : (sums[0] ?? 0) / (sums[1] ?? 0)),
};

/** Rows of successes and trials. */
function countsOf(rows: readonly (readonly [number, number])[]) {
  const counts = noCounts(rows.length, 2);
  rows.forEach(([successes, of], cluster) => {
    addCount(counts, cluster, 0, successes);
    addCount(counts, cluster, 1, of);
  });
  return counts;
}

test("as wide as the sandwich variance of a ratio over clusters", () => {
  const random = randomFor("ratio");
  const rows = Array.from({ length: 400 }, () => {
    const of = random.int(1, 6);
    const all = random.chance(0.5);
    return [random.chance(0.7) ? (all ? of : random.int(0, of)) : 0, of] as const;
  });
  const { share } = estimate(countsOf(rows), { share: SHARE }, random.next);
  const of = rows.reduce((sum, [, n]) => sum + n, 0);
  const value = rows.reduce((sum, [k]) => sum + k, 0) / of;
  const error = Math.sqrt(rows.reduce((sum, [k, n]) => sum + (k - value * n) ** 2, 0)) / of;
  expect(share.value).toBeCloseTo(value, 12);
  const width = (share.interval?.high ?? 0) - (share.interval?.low ?? 0);
  // 2,000 replicates give a width to some 2 %.
  expect(Math.abs(width / (2 * 1.96 * error) - 1)).toBeLessThan(0.08);
});

test("the same draws give the same interval", () => {
  const rows = Array.from({ length: 20 }, (_, at) => [at % 3, 3] as const);
  const once = () => estimate(countsOf(rows), { share: SHARE }, randomFor("again").next);
  expect(once()).toEqual(once());
});

describe("where resampling says nothing", () => {
  const of = (rows: readonly (readonly [number, number])[]) =>
    estimate(countsOf(rows), { share: SHARE }, randomFor("ends").next).share;

  test("a share of 0 or 1 has Wilson's interval over its questions", () => {
    const all = of(new Array(10).fill([4, 4]));
    expect(all).toMatchObject({ value: 1, n: 40, undefinedReplicates: 0 });
    expect(all.interval?.low).toBeCloseTo(0.7225, 4);
    expect(all.interval?.high).toBe(1);
    expect(of([[0, 5]]).interval?.low).toBe(0);
  });

  test("one question has no interval, and nothing no figure", () => {
    expect(of([[1, 2]])).toEqual({ value: 0.5, interval: null, n: 2, undefinedReplicates: 0 });
    expect(of([])).toEqual({ value: null, interval: null, n: 0, undefinedReplicates: 0 });
  });

  test("replicates in which κ is undefined are counted, and with many of them there is no interval", () => {
    const counts = noCounts(20, PAIR_COLUMNS);
    for (let cluster = 0; cluster < 20; cluster += 1) addCount(counts, cluster, cluster === 0 ? 0 : 10);
    const { kappa } = estimate(counts, { kappa: PAIR_MEASURES.kappa }, randomFor("rare").next);
    expect(kappa.value).toBe(1);
    // The only step that is unreasonable is in none of them: (1 - 1/20)^20.
    expect(kappa.undefinedReplicates / 2_000).toBeCloseTo(0.358, 1);
    expect(kappa.interval).toBeNull();
  });
});

test("beyond the most clusters, questions are dealt evenly and intervals stay as wide", () => {
  const question = Int32Array.from({ length: 9_000 }, (_, at) => Math.floor(at / 3));
  const many = clusterByQuestion(question, 500);
  expect(many.size).toBe(500);
  const questionsIn = new Map<number, Set<number>>();
  question.forEach((id, row) => {
    const cluster = many.of[row] ?? 0;
    questionsIn.set(cluster, (questionsIn.get(cluster) ?? new Set()).add(id));
  });
  expect([...questionsIn.values()].every((ids) => ids.size === 6)).toBe(true);

  const width = (most: number) => {
    const clusters = clusterByQuestion(question, most);
    const counts = noCounts(clusters.size, 2);
    question.forEach((id, row) => {
      addCount(counts, clusters.of[row] ?? 0, 0, (id * 7_919) % 3 === 0 ? 1 : 0);
      addCount(counts, clusters.of[row] ?? 0, 1);
    });
    const { interval } = estimate(counts, { share: SHARE }, randomFor("dealt").next).share;
    return (interval?.high ?? 0) - (interval?.low ?? 0);
  };
  expect(width(500) / width(3_000)).toBeGreaterThan(0.85);
  expect(width(500) / width(3_000)).toBeLessThan(1.15);
});

test("2,000 replicates of every figure draw counts of clusters, however many steps were counted", () => {
  const random = randomFor("speed");
  const counts = noCounts(MOST_CLUSTERS, PAIR_COLUMNS);
  for (let step = 0; step < 100_000; step += 1)
    addCount(counts, random.int(0, MOST_CLUSTERS - 1), random.int(0, PAIR_COLUMNS - 1));
  expect(totalCounts(counts).reduce((sum, one) => sum + one)).toBe(100_000);
  let draws = 0;
  estimate(counts, PAIR_MEASURES, () => {
    draws += 1;
    return random.next();
  });
  expect(draws).toBe(2_000 * MOST_CLUSTERS);
});
