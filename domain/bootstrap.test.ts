import { expect, test } from "vitest";
import { bootstrapDifference, type Pair } from "./bootstrap";
import { randomFor } from "./random";

const one = (before: number, after: number): Pair => ({
  before: { count: before, of: 1 },
  after: { count: after, of: 1 },
});
const many = (count: number, pair: Pair) => Array.from({ length: count }, () => pair);

test("a difference of paired shares has the width that the normal approximation gives it", () => {
  // 400 questions: 60 got better, 20 worse. Newcombe's variance of a paired difference: (60 + 20 − 40²/400) / 400².
  const pairs = [...many(60, one(0, 1)), ...many(20, one(1, 0)), ...many(200, one(1, 1)), ...many(120, one(0, 0))];
  const { difference, low, high } = bootstrapDifference(pairs, randomFor("paired").next) ?? {
    difference: 0,
    low: 0,
    high: 0,
  };
  const error = Math.sqrt((60 + 20 - 40 ** 2 / 400) / 400 ** 2);
  expect(difference).toBeCloseTo(0.1, 12);
  expect(low).toBeCloseTo(0.1 - 1.96 * error, 2);
  expect(high).toBeCloseTo(0.1 + 1.96 * error, 2);
});

test("steps of a question hang together: resampling them one by one would be too sure", () => {
  // Ten steps a question, all of a kind: as much as one step tells.
  const heavy = (pair: Pair): Pair => ({
    before: { count: 10 * pair.before.count, of: 10 },
    after: { count: 10 * pair.after.count, of: 10 },
  });
  const pairs = [...many(30, one(0, 1)), ...many(10, one(1, 0)), ...many(60, one(1, 1))];
  const light = bootstrapDifference(pairs, randomFor("weights").next);
  expect(bootstrapDifference(pairs.map(heavy), randomFor("weights").next)).toEqual(light);
});

test("equal arms differ by nothing, and nothing counted is no difference", () => {
  expect(bootstrapDifference(many(10, one(1, 1)), randomFor("equal").next)).toEqual({ difference: 0, low: 0, high: 0 });
  expect(bootstrapDifference([], randomFor("none").next)).toBeNull();
});
