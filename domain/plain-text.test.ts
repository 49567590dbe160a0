import { expect, test } from "vitest";
import { StartArmTraining } from "./arm-training/plan";
import { EvalPlan } from "./eval/plan";
import { cutText } from "./plain-text";
import { QuestionChoice } from "./rollout/settings";

test("text is cut before a character that does not fit, never through it", () => {
  expect(cutText("ab😀", 4)).toBe("ab😀");
  expect(cutText("ab😀", 3)).toBe("ab");
  expect(cutText("ab😀c", 4)).toBe("ab😀");
  expect(cutText("abc", 2)).toBe("ab");
});

test.each([
  ["the name of an eval matrix", EvalPlan.shape.name],
  ["the name of a training of arms", StartArmTraining.shape.name],
  ["the search of questions", QuestionChoice.shape.search],
])("%s is text that can be kept", (_, field) => {
  expect(field.safeParse("Sums 😀").success).toBe(true);
  for (const text of ["a\0b", "a\ud83d"]) expect(field.safeParse(text).success).toBe(false);
});
