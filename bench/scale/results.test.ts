import { expect, test } from "vitest";
import { goalText, isMet, measureOf, WORKS } from "./goals";
import { growth, isLinear, makeRow, quantile, type Results } from "./results";

test("quantiles lie between the nearest values", () => {
  expect(quantile([3, 1, 2], 0.5)).toBe(2);
  expect(quantile([4, 1, 2, 3], 0.5)).toBe(2.5);
  expect(quantile([0, 100], 0.95)).toBe(95);
  expect(quantile([7], 0.05)).toBe(7);
  expect(() => quantile([], 0.5)).toThrow(RangeError);
});

test("p95 is the slow end, of times and of rates", () => {
  const values = Array.from({ length: 101 }, (_, index) => index);
  expect(makeRow("browse", values)).toMatchObject({ median: 50, p95: 95, unit: "ms" });
  expect(makeRow("judging-commit", values)).toMatchObject({ median: 50, p95: 5, unit: "trajectories/s" });
});

test("the ratio is the share of the limit's speed", () => {
  expect(makeRow("browse", [4], { limit: 1 })).toMatchObject({ limit: 1, ratio: 0.25 });
  expect(makeRow("import", [400], { limit: 1_000 })).toMatchObject({ ratio: 0.4, met: false });
  expect(makeRow("import", [500], { limit: 1_000 })).toMatchObject({ ratio: 0.5, met: true });
});

test("a goal is met where each of its bounds is", () => {
  const met = (work: (typeof WORKS)[number], median: number, p95: number, ratio: number | null = null) =>
    isMet(measureOf(work), { median, p95, ratio });
  expect(met("browse", 9.9, 49.9)).toBe(true);
  expect(met("browse", 10, 20)).toBe(false);
  expect(met("browse", 5, 50)).toBe(false);
  expect(met("export", 250, 10)).toBe(true);
  expect(met("export", 249, 240)).toBe(false);
  expect(met("import", 1, 1, null)).toBe(false);
  expect(met("import-searchable", 1, 1)).toBeNull();
  expect(goalText(measureOf("browse"))).toBe("median < 10 ms, p95 < 50 ms");
  expect(goalText(measureOf("judging-commit"))).toBe("median ≥ 5,000 trajectories/s");
  expect(goalText(measureOf("import"))).toBe("≥ 0.5 of the limit");
  expect(goalText(measureOf("import-searchable"))).toBeNull();
});

test("growth is the exponent of the cost of the whole pool", () => {
  const at = (trajectories: number, browse: number, rate: number) => ({
    trajectories,
    rows: [makeRow("browse", [browse]), makeRow("judging-commit", [rate])],
  });
  const results = (large: ReturnType<typeof at>, smaller: ReturnType<typeof at> | null): Results => ({
    ...large,
    smaller,
    seed: "1",
    measuredAt: "2026-01-01T00:00:00Z",
    machine: { cores: 2, memoryGb: 8, node: "20.19.0", postgres: "18" },
    notMeasured: [],
  });
  const found = results(at(1_000_000, 100, 500), at(10_000, 10, 5_000));
  expect(growth(found, "browse")).toBeCloseTo(0.5);
  // A tenth of the rate at a hundred times the pool costs a thousand times as much.
  expect(growth(found, "judging-commit")).toBeCloseTo(1.5);
  expect(growth(found, "disk")).toBeNull();
  expect(growth(results(at(1_000_000, 100, 500), null), "browse")).toBeNull();
  expect([0.9, 1.04, 1.1].map(isLinear)).toEqual([true, true, false]);
});

test("works are named as they are asked for", () => {
  expect(WORKS).toEqual([
    "import",
    "import-searchable",
    "browse",
    "facets",
    "search",
    "experiment",
    "threshold",
    "export",
    "export-memory",
    "trajectory-5",
    "trajectory-300",
    "judging-commit",
    "disk",
  ]);
});
