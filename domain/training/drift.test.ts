import { describe, expect, test } from "vitest";
import { findDrift } from "./drift";

const around = (count: number, mean: number) => Array.from({ length: count }, (_, i) => mean + (i % 2 === 0 ? 1 : -1));
const any = () => 0;

describe("findDrift", () => {
  test("compares the first tenth with the last, and gives the interval of the change", () => {
    const values = [...around(10, 10), ...around(80, 12), ...around(10, 14)];
    const drift = findDrift(values, any);
    expect(drift).toMatchObject({ before: 10, after: 14, updates: 10 });
    // Two samples of variance 10/9: a standard error of sqrt(2/9).
    expect(drift?.low).toBeCloseTo(4 - 1.959963984540054 * Math.sqrt(2 / 9), 10);
    expect(drift?.high).toBeCloseTo(4 + 1.959963984540054 * Math.sqrt(2 / 9), 10);
  });
  test("is silent while the change lies within its interval, or matters too little", () => {
    expect(findDrift([...around(10, 10), ...around(10, 10.5)], any)).toBeNull();
    expect(findDrift([...around(10, 10), ...around(10, 14)], (before) => before / 2)).toBeNull();
  });
  test("is silent on too few updates; what is missing does not count", () => {
    expect(findDrift([1, 1, 1, 1, 9, 9, 9, 9, 9], any)).toBeNull();
    expect(findDrift([1, null, 1, 1, undefined, 1, 1, 9, 9, 9, 9, 9], any)).toMatchObject({ before: 1, after: 9 });
  });
});
