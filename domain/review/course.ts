/** How an item is ruled on key by key: steps in their order, until it has what its mode asks for. */

import { firstErrorRulings, type ItemShape, rulingProblem, type StepRuling } from "./ruling";
import type { Given } from "./standing";

export type Course = {
  /** What was said so far */
  rulings: StepRuling[];
  isDone: boolean;
};

export const EMPTY: Course = { rulings: [], isDone: false };

/** A note as it is kept with a ruling. */
export const trimmed = (note: string): string | null => note.trim() || null;

/** Notes as one, each on its own lines. */
export const joined = (...notes: string[]): string => notes.filter((note) => note !== "").join("\n");

/** The step that is to be ruled on next; null where nothing is. */
export function cursorOf(shape: ItemShape, { rulings, isDone }: Course): number | null {
  if (isDone) return null;
  return shape.step ?? rulings.length;
}

/** Whether a verdict can be given at all: who looks for the first error says right, wrong or unsure. */
export const isAskedFor = ({ ruling }: Pick<ItemShape, "ruling">, rating: Given): boolean =>
  ruling !== "first-error" || rating !== 0;

/** Rules on the step at the cursor. */
export function withRuling(shape: ItemShape, course: Course, rating: Given, note: string | null): Course {
  const step = cursorOf(shape, course);
  if (step === null || step >= shape.numSteps || !isAskedFor(shape, rating)) return course;
  return courseOf(shape, [...course.rulings, { step, rating, note }]);
}

/** Says that no step is wrong. Where steps show one by one, only at the last of them. */
export function withoutError(shape: ItemShape, course: Course, note: string | null, seesAll: boolean): Course {
  if (shape.ruling !== "first-error" || course.isDone) return course;
  if (!seesAll && course.rulings.length < shape.numSteps - 1) return course;
  const all = firstErrorRulings(shape.numSteps, null, { note });
  return courseOf(
    shape,
    all.map((one, index) => course.rulings[index] ?? one),
  );
}

/** Takes the last ruling back. */
export const withoutLast = (shape: ItemShape, { rulings }: Course): Course => courseOf(shape, rulings.slice(0, -1));

/** Whether an item of which `stood` was said is as it was when its last ruling was taken back, with the note of that. */
export function isReopened(shape: ItemShape, course: Course, note: string | null, stood: StepRuling[]): boolean {
  const last = stood.at(-1);
  if (!last || last.note !== note) return false;
  const { rulings } = withoutLast(shape, courseOf(shape, stood));
  return (
    rulings.length === course.rulings.length &&
    rulings.every((one, index) => {
      const now = course.rulings[index];
      return now?.rating === one.rating && now.note === one.note;
    })
  );
}

/** The note on the ruling given last is another. */
export function withNote(shape: ItemShape, { rulings }: Course, note: string | null): Course {
  return courseOf(
    shape,
    rulings.map((one, index) => (index === rulings.length - 1 ? { ...one, note } : one)),
  );
}

export function courseOf(shape: ItemShape, rulings: StepRuling[]): Course {
  return { rulings, isDone: rulings.length > 0 && rulingProblem(shape, rulings) === null };
}
