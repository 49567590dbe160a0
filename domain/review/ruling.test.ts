import { expect, test } from "vitest";
import { firstErrorRulings, ReviewerName, rulingProblem, type StepRuling } from "./ruling";

const rulings = (...ratings: StepRuling["rating"][]): StepRuling[] =>
  ratings.map((rating, step) => ({ step, rating, note: null }));

test.each<[string, Parameters<typeof rulingProblem>[0], StepRuling[], boolean]>([
  ["its step", { ruling: "steps", step: 2, numSteps: 5 }, [{ step: 2, rating: null, note: null }], true],
  ["another step", { ruling: "steps", step: 2, numSteps: 5 }, rulings(1), false],
  ["every step", { ruling: "whole", step: null, numSteps: 3 }, rulings(1, 0, -1), true],
  ["some steps", { ruling: "whole", step: null, numSteps: 3 }, rulings(1, 0), false],
  ["the first error", { ruling: "first-error", step: null, numSteps: 3 }, rulings(1, -1), true],
  ["unsure from a step on", { ruling: "first-error", step: null, numSteps: 3 }, rulings(1, null), true],
  ["no error", { ruling: "first-error", step: null, numSteps: 3 }, rulings(1, 1, 1), true],
  ["no error so far", { ruling: "first-error", step: null, numSteps: 3 }, rulings(1, 1), false],
  ["something after the error", { ruling: "first-error", step: null, numSteps: 3 }, rulings(-1, 1), false],
  ["more than there are", { ruling: "first-error", step: null, numSteps: 1 }, rulings(1, -1), false],
])("a ruling on %s", (_, shape, given, isFine) => {
  expect(rulingProblem(shape, given) === null).toBe(isFine);
});

test("first-error rulings are what their mode asks for, wherever the error is", () => {
  for (const step of [null, 0, 1, 2])
    for (const isUnsure of [false, true]) {
      const given = firstErrorRulings(3, step, { isUnsure, note: "why" });
      expect(rulingProblem({ ruling: "first-error", step: null, numSteps: 3 }, given)).toBeNull();
      expect(given.at(-1)?.note).toBe("why");
    }
});

test("nobody is called final", () => {
  expect(ReviewerName.safeParse(" Final ").success).toBe(false);
  expect(ReviewerName.parse(" Anna ")).toBe("Anna");
});
