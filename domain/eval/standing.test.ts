import { expect, test } from "vitest";
import { progressWords, standingOf } from "./standing";

test.each([
  ["done", 200, 200, "whole"],
  [null, 200, 190, "whole"],
  ["done", 200, 3, "part"],
  ["cancelled", 3, 3, "cut"],
  ["running", 50, 20, "cut"],
  ["paused", 50, 0, "unlabelled"],
  ["done", 200, 0, "unlabelled"],
] as const)(
  "an eval that is %s with %i answers, %i of them labelled, is %s",
  (status, trajectories, labelled, says) => {
    expect(standingOf({ status, trajectories, labelled })).toBe(says);
  },
);

test.each([
  ["cancelled", 3, 200, "cancelled, 3 of 200 answers"],
  ["running", 3, 200, "running, 3 of 200 answers"],
  ["done", 198, 200, "198 of 200 answers"],
  ["done", 200, 200, null],
  [null, 7, null, null],
] as const)("%s, %i of %s", (status, trajectories, planned, words) => {
  expect(progressWords({ status, trajectories, planned })).toBe(words);
});
