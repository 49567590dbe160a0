import { expect, test } from "vitest";
import { DEFAULT_TEMPLATE } from "../judging/default-template";
import { findDifferences } from "../training/differences";
import { KeptJudge, KeptLabel, KeptRollout, type Recipe } from "./recipe";
import { recipeFields } from "./recipe-fields";

const rollout = (name: string, part: object = {}, set = 1) => ({
  name,
  model: "base",
  settings: KeptRollout.parse({
    ...{ systemPrompt: "Think.", stepLimit: 5, tools: ["search"], search: { kind: "corpus", corpusId: 7 } },
    questions: { questionSetId: set },
    endpoint: { name: "here", baseUrl: "http://127.0.0.1:1/v1", servedName: "b", extraBody: {} },
    model: { name: "base", kind: "base", weightsHash: null },
    ...part,
  }),
});
const judge = (name: string, part: object = {}, servedName = "j") => ({
  name,
  settings: KeptJudge.parse({
    judge: { kind: "model", endpointId: 1, templateId: 1, ...part },
    template: { ...DEFAULT_TEMPLATE, id: 1, version: 2 },
    endpoint: { id: 1, name: "there", baseUrl: "http://127.0.0.1:2/v1", servedName },
  }),
});
const labels = (name: string, metric: string) => ({
  name,
  settings: KeptLabel.parse({ labeller: { kind: "metric", metric }, metricVersion: 1 }),
});
const recipe = (part: Partial<Recipe> = {}): Recipe => ({
  rollouts: [rollout("r")],
  judges: [judge("j")],
  labels: labels("l", "gsm8k-strict"),
  gone: { rollouts: 0, judges: 0, labels: 0 },
  corpora: { 7: "Wiki", 8: "News" },
  sets: { 1: "A", 2: "B" },
  ...part,
});
const differences = (a: Recipe, b: Recipe) =>
  findDifferences([recipeFields(a), recipeFields(b)]).map(({ path, values }) => [path, ...values]);

test("runs of other names, in another order, that were asked for the same are alike", () => {
  const one = recipe({ rollouts: [rollout("r1"), rollout("r2")], judges: [judge("x"), judge("y", {}, "k")] });
  const other = recipe({
    rollouts: [rollout("s2"), rollout("s1")],
    judges: [judge("v", {}, "k"), judge("w")],
    labels: labels("m", "gsm8k-strict"),
  });
  expect(differences(one, other)).toEqual([]);
});

test("what was asked for differently is said, setting by setting", () => {
  const other = recipe({
    rollouts: [
      rollout("r", {
        ...{ temperature: 0.5, topP: 0.9, topK: 20, samples: 3, stepLimit: 8, systemPrompt: "" },
        search: { kind: "corpus", corpusId: 8 },
        endpoint: { name: "e", baseUrl: "http://x", servedName: "b", extraBody: { min_p: 0.1 } },
      }),
    ],
    judges: [judge("j", { votes: 3 }, "other")],
    labels: labels("l", "hotpotqa-f1"),
  });
  expect(differences(recipe(), other)).toEqual([
    ["Rollouts: samples a question", "5", "3"],
    ["Rollouts: step limit", "5", "8"],
    ["Rollouts: search in", "Wiki", "News"],
    ["Rollouts: temperature", "1", "0.5"],
    ["Rollouts: top-p", "1", "0.9"],
    ["Rollouts: system prompt", "Think.", "none"],
    ["Judge: served name", "j", "other"],
    ["Judge: votes a step", "1", "3"],
    ["Judge: score", "as the judge says", "share of votes"],
    ["Labels: metric", "GSM8K strict", "HotpotQA F1 ≥ 1"],
    ["Rollouts: top-k", "–", "20"],
    ["Rollouts: requests also carry", "–", '{"min_p":0.1}'],
  ]);
});

test("what says nothing is left out; runs that disagree are told by their question set", () => {
  const none = recipe({
    rollouts: [rollout("a", { tools: [], search: null }), rollout("b", { tools: [], search: null, temperature: 0 }, 2)],
    judges: [],
    labels: null,
  });
  const fields = recipeFields(none);
  expect(fields).toMatchObject({
    "Rollouts: questions": "A: all; B: all",
    "Rollouts: temperature": "A: 1; B: 0",
    "Rollouts: tools": "none",
  });
  expect(Object.keys(fields).filter((name) => /search|protocol|top-k|Judge|Labels/.test(name))).toEqual([]);
});

test("runs that do not say how they were made, or are gone, are counted", () => {
  const silent = recipe({
    rollouts: [{ ...rollout("imported"), settings: null }],
    judges: [{ name: "Ann", settings: null }],
    labels: { name: "by hand", settings: null },
    gone: { rollouts: 1, judges: 2, labels: 0 },
  });
  expect(recipeFields(silent)).toEqual({
    "Rollouts: settings not recorded": "imported",
    "Rollouts: not here any more": "1 rollout run",
    "Judge: settings not recorded": "Ann",
    "Judge: not here any more": "2 judging runs",
    "Labels: settings not recorded": "by hand",
  });
});
