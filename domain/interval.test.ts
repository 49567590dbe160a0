import fc from "fast-check";
import { expect, test } from "vitest";
import { wilson } from "./interval";

// Newcombe 1998, table I, method 3.
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])("%i of %i lies in %f to %f", (successes, n, low, high) => {
  const interval = wilson(successes, n);
  expect(interval?.low).toBeCloseTo(low, 4);
  expect(interval?.high).toBeCloseTo(high, 4);
});

test("nothing is known about a share of nothing", () => {
  expect(wilson(0, 0)).toBeNull();
});

test("more successes than trials is refused", () => {
  expect(() => wilson(3, 2)).toThrow(RangeError);
  expect(() => wilson(-1, 2)).toThrow(RangeError);
  expect(() => wilson(Number.NaN, 2)).toThrow(RangeError);
});

test("it holds the share, stays in 0 to 1 and mirrors", () => {
  const pair = fc
    .integer({ min: 1, max: 1_000_000 })
    .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
  fc.assert(
    fc.property(pair, ([successes, n]) => {
      const interval = wilson(successes, n);
      const mirrored = wilson(n - successes, n);
      if (!interval || !mirrored) throw new Error("n is positive");
      expect(interval.low).toBeGreaterThanOrEqual(0);
      expect(interval.high).toBeLessThanOrEqual(1);
      expect(interval.low).toBeLessThanOrEqual(successes / n + 1e-12);
      expect(interval.high).toBeGreaterThanOrEqual(successes / n - 1e-12);
      expect(mirrored.low).toBeCloseTo(1 - interval.high, 12);
    }),
  );
});
