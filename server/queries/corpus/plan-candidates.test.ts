import fc from "fast-check";
import { expect, test } from "vitest";
import { planCandidates } from "./plan-candidates";

const term = (lexeme: string, holding: number) => ({ lexeme, holding });

test("every word by itself, rarest first, where they fit", () => {
  expect(planCandidates([term("common", 900), term("rare", 3)], 10_000, 1_000)).toEqual([["rare"], ["common"]]);
});

test("common words count where they come together", () => {
  const terms = [term("rare", 10), term("a", 20_000), term("b", 30_000), term("c", 60_000)];
  // 20,000 × 30,000 of 100,000 are 6,000 by chance: too many; all three together 3,600.
  expect(planCandidates(terms, 100_000, 4_000)).toEqual([["rare"], ["a", "b", "c"]]);
  expect(planCandidates(terms, 100_000, 7_000)).toEqual([["rare"], ["a", "b"]]);
});

test("only common words: the passages that hold all of them", () => {
  expect(planCandidates([term("a", 90_000), term("b", 80_000)], 100_000, 1_000)).toEqual([["b", "a"]]);
  expect(planCandidates([term("a", 90_000)], 100_000, 1_000)).toEqual([["a"]]);
});

test("there is always something to look at, and never much more than allowed", () => {
  const terms = fc.uniqueArray(fc.record({ lexeme: fc.string(), holding: fc.integer({ min: 1, max: 1_000_000 }) }), {
    selector: (item) => item.lexeme,
    minLength: 1,
    maxLength: 32,
  });
  fc.assert(
    fc.property(terms, (given) => {
      const plan = planCandidates(given, 1_000_000, 3_000);
      const expected = (lexemes: string[]) =>
        lexemes.reduce(
          (sum, word) => (sum * (given.find((item) => item.lexeme === word)?.holding ?? 0)) / 1_000_000,
          1_000_000,
        );
      expect(plan.length).toBeGreaterThan(0);
      if (plan.length > 1) expect(plan.map(expected).reduce((a, b) => a + b)).toBeLessThanOrEqual(3_000);
    }),
  );
});
