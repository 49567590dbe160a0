import { expect, test } from "vitest";
import { readFilter, sideBySideHref, stepOfHash, trajectoryHref } from "./address";

test("a trajectory's address keeps the filter it was opened from", () => {
  expect(trajectoryHref(7, "")).toBe("/trajectories/7");
  expect(trajectoryHref(7, "set=3&outcome=correct")).toBe("/trajectories/7?set=3&outcome=correct");
  expect(sideBySideHref([1, 2], "set=3")).toBe("/trajectories/side-by-side?ids=1,2&set=3");
  expect(readFilter("set=3&outcome=correct").pool).toMatchObject({ sets: [3], outcome: ["correct"] });
});

test.each([
  ["#step-1", 0],
  ["#step-5", 4],
  ["#step-6", null],
  ["#step-0", null],
  ["#main", null],
  ["", null],
])("the fragment %s of a trajectory of five steps", (hash, step) => {
  expect(stepOfHash(hash, 5)).toBe(step);
});
