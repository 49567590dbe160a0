import { expect, test } from "vitest";
import { StudioError } from "@/domain/errors";
import type { CellStatus } from "@/domain/eval/cell";
import { statusOfCells, statusOfError, UsageError } from "./exit-status";

test.each<[number, CellStatus[]]>([
  [0, ["done", "done"]],
  [1, ["done", "failed"]],
  [1, ["failed", "cancelled"]],
  [3, ["done", "cancelled"]],
])("%i for evals that are %j", (status, cells) => {
  expect(statusOfCells(cells.map((one) => ({ status: one })))).toBe(status);
});

test("who calls wrongly hears 2, what cannot be done is 1", () => {
  expect(statusOfError(new UsageError("which?"))).toBe(2);
  expect(statusOfError(new StudioError("not-found", "no such model"))).toBe(1);
});
