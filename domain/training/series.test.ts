import fc from "fast-check";
import { expect, test } from "vitest";
import { wilson } from "../interval";
import { bucketWidth, joinPoints, MOST_POINTS, type Point, reasonableInterval, widen } from "./series";

const point = (step: number, values: Point["values"] = {}): Point => ({ from: step, step, n: 1, values });

test("a run of any length has at most a thousand points; a short one has all of them", () => {
  expect(bucketWidth(999)).toBe(1);
  fc.assert(
    fc.property(fc.nat(10_000_000), (updates) => {
      const width = bucketWidth(updates);
      expect(Math.floor(updates / width) + 1).toBeLessThanOrEqual(MOST_POINTS);
    }),
  );
});

test("what came anew replaces what was known from there on", () => {
  const known = [point(1), point(2, { reward: 0.1 }), point(3)];
  const fresh = [point(2, { reward: 0.2 })];
  expect(joinPoints(known, 2, fresh)).toEqual([point(1), ...fresh]);
});

test("narrow points are widened to means that weigh each update alike", () => {
  const points: Point[] = [
    { from: 4, step: 5, n: 2, values: { reward: 1, kl: null } },
    { from: 6, step: 6, n: 1, values: { reward: 4, kl: 2 } },
    point(8, { reward: 9 }),
  ];
  expect(widen(points, 4)).toEqual([{ from: 4, step: 6, n: 3, values: { reward: 2, kl: 2 } }, point(8, { reward: 9 })]);
});

test("the interval of a share counts only the actions that were ruled on", () => {
  const values = { reasonable_share: 0.75, unscored_share: 0.5 };
  expect(reasonableInterval({ from: 1, step: 2, n: 2, values }, 80)).toEqual(wilson(60, 80));
  expect(reasonableInterval(point(1, { reasonable_share: null, unscored_share: 1 }), 80)).toBeNull();
});
