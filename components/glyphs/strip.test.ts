import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Mark } from "@/domain/verdict";
import { bucketMarks, describeMarks } from "./strip";

const marks = fc.array(fc.constantFrom(...Mark.options), { maxLength: 400 });

describe("describeMarks", () => {
  it("counts each kind that is there", () => {
    expect(describeMarks(["reasonable", "reasonable", "unreasonable", "reasonable", "none"])).toBe(
      "5 steps: 3 reasonable, 1 unreasonable, 1 no verdict",
    );
    expect(describeMarks(["neutral"])).toBe("1 step: 1 neutral");
    expect(describeMarks([])).toBe("0 steps");
  });
});

describe("bucketMarks", () => {
  it("covers every step once, in order, in at most max buckets", () => {
    fc.assert(
      fc.property(marks, fc.integer({ min: 1, max: 60 }), (all, max) => {
        const buckets = bucketMarks(all, max);
        expect(buckets.length).toBe(Math.min(all.length, max));
        expect(buckets.flatMap(({ from, to }) => all.slice(from, to))).toEqual(all);
      }),
    );
  });

  it("never hides an unreasonable step", () => {
    fc.assert(
      fc.property(marks, fc.integer({ min: 1, max: 60 }), (all, max) => {
        const shown = bucketMarks(all, max).some(({ mark }) => mark === "unreasonable");
        expect(shown).toBe(all.includes("unreasonable"));
      }),
    );
  });
});
