import { describe, expect, test } from "vitest";
import { comparedUpdates, findDrift } from "./drift";

const around = (count: number, mean: number) => Array.from({ length: count }, (_, i) => mean + (i % 2 === 0 ? 1 : -1));
const any = () => 0;
const single = (values: readonly (number | null | undefined)[]) => values.map((value) => ({ n: 1, value }));

describe("findDrift", () => {
  test("compares the first tenth with the last, and gives the interval of the change", () => {
    const values = [...around(10, 10), ...around(80, 12), ...around(10, 14)];
    const drift = findDrift(single(values), any);
    expect(drift).toMatchObject({ before: 10, after: 14, updates: [10, 10] });
    // Two samples of variance 10/9: a standard error of sqrt(2/9).
    expect(drift?.low).toBeCloseTo(4 - 1.959963984540054 * Math.sqrt(2 / 9), 10);
    expect(drift?.high).toBeCloseTo(4 + 1.959963984540054 * Math.sqrt(2 / 9), 10);
  });
  test("is silent while the change lies within its interval, or matters too little", () => {
    expect(findDrift(single([...around(10, 10), ...around(10, 10.5)]), any)).toBeNull();
    expect(findDrift(single([...around(10, 10), ...around(10, 14)]), (before) => before / 2)).toBeNull();
  });
  test("is silent on too few updates; what is missing does not count", () => {
    expect(findDrift(single([1, 1, 1, 1, 9, 9, 9, 9, 9]), any)).toBeNull();
    expect(findDrift(single([1, null, 1, 1, undefined, 1, 1, 9, 9, 9, 9, 9]), any)).toMatchObject({
      before: 1,
      after: 9,
    });
  });
  test("counts updates where a point stands for several", () => {
    const points = [...around(20, 10), ...around(20, 20)].map((value) => ({ n: 3, value }));
    expect(findDrift(points, any)?.updates).toEqual([15, 15]);
    const [last = { n: 0, value: 0 }] = points.slice(-1);
    expect(findDrift([...points.slice(0, -1), { ...last, n: 1 }], any)?.updates).toEqual([15, 13]);
  });
  test("says how many updates it compared", () => {
    expect(comparedUpdates([15, 15])).toBe("15 updates each");
    expect(comparedUpdates([300, 298])).toBe("the first 300 updates against the last 298");
  });
});
