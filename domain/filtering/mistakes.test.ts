import { expect, test } from "vitest";
import { mistakesOf } from "./mistakes";

test("wrong answers kept are a share of the labelled that are kept; right ones lost, of all right ones", () => {
  const mistakes = mistakesOf({
    kept: { correct: 100, incorrect: 14, unlabelled: 2 },
    lost: { correct: 65, incorrect: 115, unlabelled: 4 },
  });
  expect(mistakes).toMatchObject({ wrongKept: 14, labelledKept: 114, rightLost: 65, right: 165 });
  expect(mistakes.shareWrong?.share).toBeCloseTo(14 / 114, 12);
  expect(mistakes.shareWrong?.low).toBeCloseTo(0.0745, 3);
  expect(mistakes.shareWrong?.high).toBeCloseTo(0.1956, 3);
});

test("where nothing kept is labelled there is no share", () => {
  const none = { correct: 0, incorrect: 0, unlabelled: 3 };
  expect(mistakesOf({ kept: none, lost: none }).shareWrong).toBeNull();
});
