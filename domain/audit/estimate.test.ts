import { describe, expect, test } from "vitest";
import { wilson } from "../interval";
import { type AuditItem, auditFilter, trajectoriesOf } from "./audit";
import { estimateShare } from "./estimate";
import { student975 } from "./student";

const units = (stratum: string, events: number, of: number) =>
  Array.from({ length: of }, (_, at) => ({ stratum, events: at < events ? 1 : 0, of: 1 }));

describe("estimateShare", () => {
  test("one stratum of a large population is Wilson's interval, but for the degrees of freedom", () => {
    const found = estimateShare([{ key: "", population: 1_000_000, sampled: 400 }], units("", 60, 400));
    const plain = wilson(60, 400);
    expect(found.share).toBe(0.15);
    expect(found.interval?.low).toBeCloseTo(plain?.low ?? 0, 3);
    expect(found.interval?.high).toBeCloseTo(plain?.high ?? 0, 3);
  });

  test("weights undo an allocation: 1 in 10 of a large stratum, half of a small one", () => {
    const strata = [
      { key: "large", population: 900, sampled: 90 },
      { key: "small", population: 100, sampled: 50 },
    ];
    const found = estimateShare(strata, [...units("large", 9, 90), ...units("small", 40, 50)]);
    expect(found.share).toBeCloseTo((90 + 80) / 1_000, 12);
    // By hand: N²(1 - f) s² / n of both strata over 1,000², each s² with one observation of the whole spread.
    expect(found.effectiveSize).toBeCloseTo(177.4, 1);
  });

  test("where all was looked at, the share is known", () => {
    const found = estimateShare([{ key: "", population: 7, sampled: 7 }], units("", 2, 7));
    expect(found).toMatchObject({ share: 2 / 7, effectiveSize: null, interval: { low: 2 / 7, high: 2 / 7 } });
  });

  test("none and all found are no certainty, and half of a population looked at counts twice", () => {
    const none = estimateShare([{ key: "", population: 1_000, sampled: 100 }], units("", 0, 100));
    expect(none.share).toBe(0);
    expect(none.interval?.low).toBe(0);
    expect(none.interval?.high).toBeGreaterThan(0.03);
    expect(none.interval?.high).toBeLessThan(0.04);
    const all = estimateShare([{ key: "", population: 1_000, sampled: 100 }], units("", 100, 100));
    expect(all.interval?.high).toBe(1);
    expect(1 - (all.interval?.low ?? 0)).toBeCloseTo(none.interval?.high ?? 0, 12);
    const half = estimateShare([{ key: "", population: 200, sampled: 100 }], units("", 0, 100));
    expect(half.interval?.high).toBeLessThan(0.02);
  });

  test("a stratum of which one unit was drawn has a spread, too", () => {
    const strata = [
      { key: "large", population: 500, sampled: 50 },
      { key: "rare", population: 400, sampled: 1 },
    ];
    const found = estimateShare(strata, [...units("large", 5, 50), ...units("rare", 0, 1)]);
    expect(found.interval?.high).toBeGreaterThan(0.4);
  });

  test("nothing of which there is a share", () => {
    expect(estimateShare([{ key: "", population: 5, sampled: 0 }], [])).toMatchObject({ share: null, interval: null });
  });
});

describe("auditFilter", () => {
  const item = (unit: number, kept: boolean, isUnreasonable: boolean | null, stratum = ""): AuditItem => ({
    stratum,
    unit,
    kept,
    isUnreasonable,
  });

  test("what was not ruled on stands beside the shares", () => {
    const items = [item(1, true, false), item(2, true, null), item(3, true, true), item(4, false, false)];
    const strata = [
      { key: "", population: 100, sampled: 4 },
      { key: "never", population: 7, sampled: 1 },
    ];
    const audit = auditFilter(strata, [...items, item(5, true, null, "never")]);
    expect(audit.keptUnreasonable).toMatchObject({ share: 0.5, events: 1, of: 2, unruled: 2 });
    expect(audit.thrownReasonable).toMatchObject({ share: 1, events: 1, of: 1, unruled: 0 });
    expect(audit.reasonableThrown).toMatchObject({ share: 0.5, events: 1, of: 2, unruled: 2 });
    expect(audit.response).toEqual({ sampled: 5, ruled: 3, unseenStrata: 1, unseenPopulation: 7 });
  });

  test("a trajectory is unreasonable where a kept step is, and unknown while a kept step is", () => {
    const whole = (...steps: (boolean | null)[]) =>
      trajectoriesOf(steps.map((isUnreasonable, at) => item(1, at < 2, isUnreasonable)))[0];
    expect(whole(false, true, null)).toMatchObject({ kept: true, isUnreasonable: true });
    expect(whole(false, null, true)).toMatchObject({ isUnreasonable: null });
    expect(whole(false, false, true)).toMatchObject({ isUnreasonable: false });
    expect(trajectoriesOf([item(2, false, false), item(2, false, true)])[0]).toMatchObject({
      kept: false,
      isUnreasonable: true,
    });
  });
});

test("quantiles of t, as every table has them", () => {
  for (const [degrees, t] of [
    [1, 12.706],
    [2, 4.303],
    [4, 2.776],
    [10, 2.228],
    [30, 2.042],
  ] as const)
    expect(student975(degrees)).toBeCloseTo(t, 2);
});
