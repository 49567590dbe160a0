import { expect, test } from "vitest";
import { courseOf, cursorOf, withNote, withoutError, withoutLast, withRuling } from "./course";
import type { ItemShape } from "./ruling";
import type { Given } from "./standing";

const through = (shape: ItemShape, ratings: Given[]) =>
  ratings.reduce((course, rating) => withRuling(shape, course, rating, null), courseOf(shape, []));
const step: ItemShape = { ruling: "steps", step: 3, numSteps: 5 };
const whole: ItemShape = { ruling: "whole", step: null, numSteps: 3 };
const first: ItemShape = { ruling: "first-error", step: null, numSteps: 3 };

test("one key rules on a step, and no second one changes it", () => {
  const course = through(step, [0, 1]);
  expect(course).toEqual({ rulings: [{ step: 3, rating: 0, note: null }], isDone: true });
  expect(cursorOf(step, courseOf(step, []))).toBe(3);
  expect(withNote(step, course, "why").rulings[0]?.note).toBe("why");
  expect(withoutLast(step, course)).toEqual({ rulings: [], isDone: false });
});

test("a whole trajectory is done with its last step", () => {
  expect(through(whole, [1, null])).toMatchObject({ isDone: false });
  expect(cursorOf(whole, through(whole, [1, null]))).toBe(2);
  expect(through(whole, [1, null, -1])).toMatchObject({ isDone: true });
});

test("the first error ends it; neutral is no answer; no error is said once all was seen", () => {
  expect(through(first, [1, 0, -1])).toMatchObject({ rulings: [{ rating: 1 }, { rating: -1 }], isDone: true });
  expect(through(first, [null])).toMatchObject({ isDone: true });
  expect(through(first, [1, 1, 1])).toMatchObject({ isDone: true });
  const begun = through(first, [1]);
  expect(withoutError(first, begun, null, false)).toEqual(begun);
  expect(withoutError(first, begun, null, true)).toMatchObject({ isDone: true });
  expect(withoutError(first, through(first, [1, 1]), "fine", false).rulings.at(-1)).toEqual({
    step: 2,
    rating: 1,
    note: "fine",
  });
});
