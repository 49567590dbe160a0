import fc from "fast-check";
import { expect, test } from "vitest";
import { cutObservation } from "./cut-observation";

test("what fits is left alone", () => {
  expect(cutObservation("", 100)).toBe("");
  expect(cutObservation("a".repeat(100), 100)).toBe("a".repeat(100));
});

test("a cut ends at a word and says how much is shown", () => {
  const cut = cutObservation("word ".repeat(1_000), 200);
  expect(cut).toMatch(/^(word )+… \[\d+ of 5,000 characters shown\]$/);
  expect(cut.length).toBeGreaterThan(150);
  expect(Number(/\[(\d+)/.exec(cut)?.[1])).toBe(cut.indexOf(" …"));
});

test("a text without words is cut where it must be", () => {
  expect(cutObservation("x".repeat(1_000), 100)).toBe(`${"x".repeat(64)} … [64 of 1,000 characters shown]`);
});

test("keeps the limit, and characters whole", () => {
  const text = fc.string({ unit: "grapheme", minLength: 100, maxLength: 400 });
  fc.assert(
    fc.property(text, fc.integer({ min: 100, max: 300 }), (given, limit) => {
      const cut = cutObservation(given, limit);
      expect(cut.length).toBeLessThanOrEqual(Math.max(limit, 0));
      expect(cut.isWellFormed()).toBe(true);
      if (given.length > limit) expect(given.startsWith(cut.slice(0, cut.lastIndexOf(" … [")))).toBe(true);
    }),
  );
});
