import { expect, test } from "vitest";
import { parse } from "yaml";
import { Filter, paperFilter } from "../filtering/filter";
import { formatShare } from "../format";
import { type CardInput, filterInWords, namesOf, trainingSetCard } from "./card";
import { policyOf, type TrainingSetFacts } from "./facts";

const run = (weightsHash: string | null, name = "Run | one\n# heading") => ({
  ...{ id: 1, key: "r", name, model: "m", weightsHash, isSample: false, trajectories: 3 },
});
const FACTS: TrainingSetFacts = {
  questionSets: [{ id: 1, key: "q", name: "Questions", licence: "CC BY-SA 4.0", source: null, trajectories: 3 }],
  heldOutSets: [{ id: 9, key: "eval", name: "Eval set" }],
  rolloutRuns: [run("a".repeat(64))],
  judgingRuns: [{ id: 1, key: "j", name: "Judge", version: 2, kind: "model" }],
  labellingRun: null,
  outcomes: { correct: 2, incorrect: 1, unlabelled: 0 },
  pool: { trajectories: 9, subTrajectories: 30 },
  questions: 2,
  contextTokens: { total: 10, max: 5, counted: 3, uncounted: 0 },
  dropped: [{ stage: "mode", trajectories: 6, subTrajectories: 20 }],
};
const INPUT: CardInput = {
  ...{ name: 'My "set"', version: 3, arm: "Process", filter: paperFilter("process", 1, null), matchedTo: null },
  ...{ codeVersion: "0.1.0+abc", sha256: "f".repeat(64), frozenAt: "2026-01-02T03:04:05Z", parent: null },
  ...{ trajectories: 3, subTrajectories: 10, distinctContexts: 8, facts: FACTS },
  file: { path: "train.jsonl", format: "trl-prompt-only", rows: 1_001, unit: ["context", "contexts"] },
};

test("the head is YAML that names files, licence and size; the body holds every figure", () => {
  const [, head = "", body = ""] = trainingSetCard(INPUT).split(/^---$/m);
  expect(parse(head)).toEqual({
    pretty_name: 'My "set" v3',
    license: "cc-by-sa-4.0",
    tags: ["tool-use", "step-wise-reinforcement-learning", "swirl"],
    size_categories: ["1K<n<10K"],
    configs: [{ config_name: "default", data_files: [{ split: "train", path: "train.jsonl" }] }],
  });
  expect(body).toContain("10 sub-trajectories of 3 trajectories on 2 questions, 8 distinct contexts");
  expect(body).toContain(`2 correct, 1 incorrect, 0 unlabelled (${formatShare(2 / 3)} of the labelled correct)`);
  expect(body).toContain(`| Run \\| one \\# heading | m | ${"a".repeat(64)} | 3 |`);
  expect(body).toContain("| mode | 6 | 20 |");
  expect(body).toContain("`train.jsonl` has it in the form `trl-prompt-only`: 1,001 contexts.");
  const odd = trainingSetCard({ ...INPUT, name: "a\u0085b\u007f", file: null });
  expect(parse(odd.split(/^---$/m)[1] ?? "")).toMatchObject({
    pretty_name: "a\u0085b\u007f v3",
    size_categories: ["n<1K"],
  });
  expect(odd.split(/^---$/m)[1]).not.toMatch(/[\u007f-\u009f]/);
});

test("a filter names the sets that it mixes and holds out", () => {
  const filter = Filter.parse({ mode: "none", caps: { weights: [{ set: 1, weight: 2 }] }, holdOut: { sets: [9, 8] } });
  expect(filterInWords(filter, null, namesOf(FACTS))).toEqual([
    "Mode none",
    "Question sets mixed: Questions × 2",
    "Held out: the questions of Eval set, set 8, and those that share the same text or 13 words in a row with them",
    "Drawn with seed 1",
  ]);
});

test("licences that differ, are unknown to the hub or not said", () => {
  const licence = (...licences: (string | null)[]) =>
    /license: (.*)/.exec(
      trainingSetCard({
        ...INPUT,
        facts: {
          ...FACTS,
          questionSets: licences.map((own) => ({
            id: 1,
            key: "q",
            name: "Q",
            licence: own,
            source: null,
            trajectories: 1,
          })),
        },
      }),
    )?.[1];
  expect(licence("MIT", "mit")).toBe("mit");
  expect(licence("MIT", "CC BY 4.0")).toBe("other");
  expect(licence("Something of their own")).toBe("other");
  expect(licence(null)).toBe("unknown");
});

test("a filter in words says what decides", () => {
  const filter = Filter.parse({
    mode: "process-and-outcome",
    process: { judges: [1, 2], join: "majority", aggregation: { kind: "share", least: 80 }, missing: "left-out" },
    caps: { trajectories: 100 },
    seed: 7,
  });
  expect(filterInWords(filter, 50)).toEqual([
    "Mode process-and-outcome",
    "At least 80 % of the steps are reasonable",
    "2 judging runs, joined by majority",
    "Neutral counts as reasonable",
    "A step without a verdict: left-out",
    "A sample of 100 trajectories",
    "Drawn down to 50 distinct contexts, as the arms beside it",
    "Drawn with seed 7",
  ]);
});

test.each([
  ["on-policy", ["a", "a"], "a"],
  ["off-policy", ["a", "b"], "a"],
  ["off-policy", ["b", null], "a"],
  ["unknown", ["a", null], "a"],
  ["unknown", ["a"], null],
  ["unknown", [], "a"],
] as const)("%s: %j for a base of %s", (policy, hashes, base) => {
  expect(policyOf({ rolloutRuns: hashes.map((hash) => run(hash)) }, base)).toBe(policy);
});
