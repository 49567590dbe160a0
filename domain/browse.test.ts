import { describe, expect, it } from "vitest";
import { binSteps, formatCapped, readCursor, readSort, writeCursor, writeSort } from "./browse";
import { type Sort, SortKey } from "./pool";

const SORTS: Sort[] = SortKey.options.flatMap((by) => [
  { by, descending: false },
  { by, descending: true },
]);

describe("sort orders", () => {
  it.each(SORTS)("survive the query string: %o", (sort) => expect(readSort(writeSort(sort))).toEqual(sort));
  it("fall back to newest first", () => {
    for (const text of [null, "", "-", "id; drop"]) expect(readSort(text)).toEqual({ by: "created", descending: true });
  });
});

describe("cursors", () => {
  it("come back as they were written", () => {
    const keys = {
      created: "2026-01-02T03:04:05.123456Z",
      steps: "7",
      score: "66.666666666667",
      tokens: null,
      question: 'Who "is"\nit?',
    };
    for (const sort of SORTS) {
      const position = { by: sort.by, key: keys[sort.by], id: 12 };
      expect(readCursor(writeCursor(position), sort)).toEqual(position);
    }
  });
  it("of another sort order are refused", () => {
    const cursor = writeCursor({ by: "steps", key: "7", id: 12 });
    expect(() => readCursor(cursor, { by: "tokens", descending: false })).toThrow("another sort order");
  });
});

describe("counts", () => {
  it("say when there is more", () => {
    expect(formatCapped({ count: 5276, capped: false })).toBe("5,276");
    expect(formatCapped({ count: 2000, capped: true })).toBe("2,000+");
    expect(formatCapped({ count: null, capped: true })).toBe("many");
  });
  it("by number of steps fall into equal bins with none left out", () => {
    expect(binSteps([])).toEqual([]);
    expect(binSteps([{ value: 3, count: 5 }])).toEqual([{ from: 3, to: 3, count: 5 }]);
    const bins = binSteps(
      [
        { value: 1, count: 2 },
        { value: 2, count: 3 },
        { value: 30, count: 4 },
      ],
      10,
    );
    expect(bins).toHaveLength(10);
    expect(bins[0]).toEqual({ from: 1, to: 3, count: 5 });
    expect(bins[9]).toEqual({ from: 28, to: 30, count: 4 });
    expect(bins.slice(1, 9).every((bin) => bin.count === 0)).toBe(true);
  });
});
