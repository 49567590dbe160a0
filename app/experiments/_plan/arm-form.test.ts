import { expect, test } from "vitest";
import { Filter, paperFilter } from "@/domain/filtering/filter";
import { filterOf, formOf } from "./arm-form";

const full = Filter.parse({
  mode: "process-and-outcome",
  process: {
    ...{ judges: [1, 2], join: "majority", override: 3, neutralIsReasonable: false, missing: "left-out" },
    aggregation: { kind: "minimum-score", least: 85 },
  },
  outcome: { labels: 4, threshold: 0.25 },
  granularity: "prefixes",
  contexts: "once",
  caps: { perQuestion: 2, contextTokens: 4096, trajectories: 100_000, weights: [{ set: 1, weight: 1.5 }] },
  holdOut: { sets: [7], byText: false, byWords: null, byPassage: true },
  seed: 12_345,
});

test("a filter is the same after it was a form", () => {
  for (const filter of [full, paperFilter("process", 1, null), paperFilter("none", null, null)])
    expect(filterOf(formOf(filter))).toEqual({ filter });
});

test("what is wrong is said at its field", () => {
  const form = {
    ...formOf(full),
    ...{ least: "101", correctFrom: "2", perQuestion: "0", contextTokens: "1.5", trajectories: "many" },
    ...{ byWords: "2", seed: "-1", weights: [{ set: 1, weight: "0" }] },
  };
  expect(filterOf(form)).toEqual({
    errors: {
      least: "At most 100.",
      correctFrom: "At most 1.",
      perQuestion: "More than 0.",
      contextTokens: "A whole number.",
      trajectories: "A number.",
      byWords: "At least 3.",
      seed: "At least 0.",
      weights: "More than 0.",
    },
  });
});

test("a threshold that the aggregation does not ask for is no mistake", () => {
  expect(filterOf({ ...formOf(paperFilter("process", 1, 1)), least: "nonsense" })).toHaveProperty("filter");
});
