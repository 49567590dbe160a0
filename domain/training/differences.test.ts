import { expect, test } from "vitest";
import { compareFields, findDifferences, isDifferent } from "./differences";

test("names the fields that differ, nested ones by their path", () => {
  const one = { algorithm: "swirl", reward: { kind: "rule" }, optimiser: { learning_rate: 1e-6, seed: 1 } };
  const other = { algorithm: "swirl", reward: null, optimiser: { learning_rate: 2e-6, seed: 1 } };
  expect(findDifferences([one, other])).toEqual([
    { path: "reward.kind", values: ["rule", "–"] },
    { path: "optimiser.learning_rate", values: ["0.000001", "0.000002"] },
    { path: "reward", values: ["–", "null"] },
  ]);
  expect(findDifferences([one, one])).toEqual([]);
});

test("all fields stand beside each other, those that are equal too", () => {
  const fields = compareFields([
    { a: 1, b: { c: [1, 2] } },
    { a: 1, b: { c: [2, 1] } },
  ]);
  expect(fields).toEqual([
    { path: "a", values: ["1", "1"] },
    { path: "b.c", values: ["[1,2]", "[2,1]"] },
  ]);
  expect(fields.filter(isDifferent).map(({ path }) => path)).toEqual(["b.c"]);
});
