import { describe, expect, test } from "vitest";
import { wilson } from "../interval";
import { student975 } from "../student";
import { type AuditItem, auditFilter, trajectoriesOf } from "./audit";
import { estimateShare } from "./estimate";

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

  test("units that all have one and the same mixed share are no certainty", () => {
    const alike = Array.from({ length: 3 }, () => ({ stratum: "", events: 2, of: 3 }));
    for (const ruled of [alike, alike.slice(0, 1)]) {
      const { share, interval, effectiveSize } = estimateShare([{ key: "", population: 50, sampled: 3 }], ruled);
      expect(share).toBeCloseTo(2 / 3, 12);
      expect(effectiveSize).toBeLessThan(9);
      expect(interval?.low).toBeLessThan(0.35);
      expect(interval?.high).toBeGreaterThan(0.85);
    }
  });

  test("a share is known only where every stratum was ruled on to the last", () => {
    const strata = [
      { key: "all", population: 2, sampled: 2 },
      { key: "some", population: 700, sampled: 50 },
    ];
    // Nobody met an item of the share in the second stratum, which may hold some.
    const found = estimateShare(strata, [
      ...units("all", 2, 2),
      ...units("some", 0, 50).map((one) => ({ ...one, of: 0 })),
    ]);
    expect(found.share).toBe(1);
    expect(found.interval?.low).toBeLessThan(0.5);
    expect(estimateShare(strata.slice(0, 1), units("all", 2, 2)).interval).toEqual({ low: 1, high: 1 });
  });

  test("items nobody could see may all be events, or none", () => {
    const strata = [{ key: "", population: 1_000, sampled: 100 }];
    const [without, half] = [0, 1_000].map((unseen) => estimateShare(strata, units("", 20, 100), { unseen }).interval);
    expect(half?.low).toBeCloseTo((without?.low ?? 0) / 2, 12);
    expect(half?.high).toBeCloseTo(((without?.high ?? 0) + 1) / 2, 12);
  });

  test("degrees of freedom are of strata that have an item", () => {
    const strata = Array.from({ length: 40 }, (_, at) => ({ key: String(at), population: 10, sampled: 1 }));
    const ruled = strata.flatMap(({ key }, at) => (at < 2 ? units(key, 2, 5) : [{ stratum: key, events: 0, of: 0 }]));
    const { interval } = estimateShare(strata, ruled);
    expect((interval?.high ?? 1) - (interval?.low ?? 0)).toBeLessThan(0.85);
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
    expect(audit.response).toEqual({ sampled: 5, ruled: 3, open: 0, unseenStrata: 1, unseenPopulation: 7 });
  });

  test("a block that is not done counts as not ruled on, and blocks that are missing widen the interval", () => {
    const strata = [{ key: "", population: 1_000, sampled: 60 }];
    const steps = Array.from({ length: 60 }, (_, unit) => ({
      ...item(unit, true, Math.floor(unit / 3) % 2 === 0),
      block: Math.floor(unit / 3),
    }));
    const openFrom = (from: number) =>
      auditFilter(
        strata,
        steps.map((step) => (step.unit < from ? step : { ...step, isUnreasonable: null, isOpen: true })),
      );
    const [begun, closed] = [openFrom(32), openFrom(30)];
    expect(begun.keptUnreasonable).toEqual(closed.keptUnreasonable);
    expect(begun.response).toMatchObject({ ruled: 30, open: 30 });
    // Steps of a block are alike: 10 blocks say less than 30 steps that are all there is to the sample.
    const alone = estimateShare([{ key: "", population: 1_000, sampled: 30 }], units("", 15, 30));
    expect(closed.keptUnreasonable.effectiveSize).toBeLessThan(0.75 * (alone.effectiveSize ?? 0));
  });

  test("a stratum without a ruling reaches as far as its drawn items say", () => {
    const strata = [
      { key: "", population: 100, sampled: 4 },
      { key: "kept", population: 100, sampled: 1 },
    ];
    const ruled = [1, 2, 3, 4].map((unit) => item(unit, true, unit === 1));
    const away = auditFilter(strata, [...ruled, item(5, false, null, "kept")]).keptUnreasonable;
    const there = auditFilter(strata, [...ruled, item(5, true, null, "kept")]).keptUnreasonable;
    expect(there.interval?.low).toBeCloseTo((away.interval?.low ?? 0) / 2, 12);
    expect(there.interval?.high).toBeCloseTo(((away.interval?.high ?? 0) + 1) / 2, 12);
  });

  test("trajectories longer than all that were ruled on may be all wrong, or all right", () => {
    const strata = [{ key: "", population: 10, sampled: 4 }];
    const ruled = [1, 2, 3, 4].flatMap((unit) => [item(unit, true, unit === 1), item(unit, true, false)]);
    const sizes = (longest: number) => {
      const all = Int32Array.from({ length: 10 }, (_, row) => (row === 0 ? longest : 2));
      return { all, kept: all, thrown: new Int32Array(10) };
    };
    const [even, uneven] = [2, 20].map((longest) => auditFilter(strata, ruled, sizes(longest)).keptUnreasonable);
    expect(uneven?.interval?.high).toBeCloseTo(((even?.interval?.high ?? 0) * 20 + 20) / 40, 12);
    expect(auditFilter(strata, ruled).keptUnreasonable).toEqual(even);
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
