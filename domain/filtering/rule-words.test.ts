import { expect, test } from "vitest";
import { Filter, paperFilter } from "./filter";
import { ruleWords } from "./rule-words";

const names = { judge: (id: number) => `judge ${id}`, labels: (id: number) => `labels ${id}` };

test("the paper's filters say only whom they follow", () => {
  expect(ruleWords(paperFilter("none", 1, 2), names)).toEqual([]);
  expect(ruleWords(paperFilter("outcome", 1, 2), names)).toEqual(["outcomes by labels 2"]);
  expect(ruleWords(paperFilter("process", 1, 2), names)).toEqual(["by judge 1"]);
  expect(ruleWords(paperFilter("process-and-outcome", 1, 2), names)).toEqual(["by judge 1", "outcomes by labels 2"]);
});

test("every departure is said, and none that the mode does not ask for", () => {
  const rules = {
    process: {
      ...{ judges: [1, 2], join: "majority", override: 3, neutralIsReasonable: false, missing: "left-out" },
      aggregation: { kind: "share", least: 70 },
    },
    outcome: { labels: 4, threshold: 0.5 },
    granularity: "prefixes",
    contexts: "once",
    caps: { perQuestion: 2, contextTokens: 4096, trajectories: 1000, weights: [{ set: 1, weight: 2 }] },
    holdOut: { sets: [1, 2] },
    seed: 7,
  };
  const drawn = ["each context once", "≤ 2 a question", "contexts ≤ 4,096 tokens", "mixed 2"];
  const end = [...drawn, "1,000 trajectories drawn at most", "2 sets held out", "seed 7"];
  expect(ruleWords(Filter.parse({ mode: "process-and-outcome", ...rules }), names)).toEqual([
    "by 2 judging runs: the majority",
    "judge 3 goes before",
    "≥ 70 % of steps reasonable",
    "neutral is not reasonable",
    "no verdict is left out",
    "outcomes by labels 4",
    "correct from 0.5",
    "reasonable beginnings of the others",
    ...end,
  ]);
  expect(ruleWords(Filter.parse({ mode: "none", ...rules }), names)).toEqual(end);
});
