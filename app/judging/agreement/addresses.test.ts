import { expect, test } from "vitest";
import type { RunChoice } from "@/domain/browse";
import { readView } from "./addresses";

const run = (id: number, kind: string, isReview = false): RunChoice => ({
  ...{ id, kind, isReview, name: `Run ${id}`, isSample: false, version: 1, isNewest: true },
});

test("without an address a person's run is the reference, and one of a review only where there is no other", () => {
  const chosen = (runs: RunChoice[], address = "") => {
    const { a, b } = readView(new URLSearchParams(address), runs);
    return [a?.id, b?.id];
  };
  const runs = [run(1, "human"), run(2, "model"), run(3, "human", true), run(4, "human", true)];
  expect(chosen(runs)).toEqual([1, 2]);
  expect(chosen(runs.slice(1))).toEqual([4, 2]);
  expect(chosen(runs, "a=3")).toEqual([3, 2]);
});
