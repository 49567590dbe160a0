import { expect, test } from "vitest";
import { type Draft, toDraft } from "@/app/rollouts/new/draft";
import { greedy } from "@/domain/eval/plan";
import { defaultSettings } from "@/domain/rollout/default-settings";
import { type MatrixDraft, readMatrix, suggestName } from "./draft";

const settings = greedy(defaultSettings({ metric: "gsm8k", corpusId: null, passages: 0 }));
const setDraft = (id: number, change: Partial<Draft> = {}) => ({
  id,
  name: `set ${id}`,
  draft: { ...toDraft(settings, { name: null, purpose: "eval", modelId: "", setId: String(id) }), ...change },
});
const draft: MatrixDraft = { name: null, models: [1, 2], sets: [3], ways: ["tools"], engineId: null, resources: null };
const engine = { id: 9, resources: { cpus: 2, gpus: 0, memoryGib: null } };
const given = { suggestedName: "Evals", sets: [setDraft(3)], engine: null };
const hintOf = (change: Partial<MatrixDraft>, more: Partial<Parameters<typeof readMatrix>[1]> = {}) => {
  const read = readMatrix({ ...draft, ...change }, { ...given, ...more });
  return "plan" in read ? null : read.hint;
};

test("what is chosen is the plan: suggested settings, the limit, the servers", () => {
  const sets = [setDraft(3, { limit: "1,000", drawSeed: "7" })];
  expect(readMatrix({ ...draft, ways: ["tools", "alone"] }, { ...given, sets, engine })).toEqual({
    plan: {
      name: "Evals",
      models: [1, 2],
      sets: [{ questions: { questionSetId: 3, search: "", limit: 1_000, drawSeed: 7 }, settings }],
      ways: ["tools", "alone"],
      serving: { engineId: 9, resources: engine.resources },
    },
  });
  expect(readMatrix(draft, given)).toMatchObject({ plan: { serving: null } });
});

test("a hint says what is missing first", () => {
  expect(hintOf({ models: [], sets: [] }, { sets: [] })).toBe("Choose the models to evaluate.");
  expect(hintOf({ sets: [] }, { sets: [] })).toBe("Choose the question sets to evaluate them on.");
  expect(hintOf({ ways: [] })).toBe("Choose a way of inferring.");
  expect(hintOf({ name: " " })).toBe("Give it a name.");
  expect(hintOf({}, { sets: [setDraft(3), { ...setDraft(4), draft: null }] })).toMatch(/^Looking up/);
});

test("a wrong field of a set, or of the servers, is told where it stands", () => {
  const sets = [setDraft(3), setDraft(4, { limit: "many", samples: "0" })];
  const read = readMatrix(draft, { ...given, sets });
  expect(read).toMatchObject({ hint: 'The settings of "set 4" need another look.' });
  expect("setErrors" in read && read.setErrors.get(4)).toEqual({ limit: "A number.", samples: "At least 1." });
  const resources = { cpus: "0", gpus: "1", memoryGib: "" };
  expect(readMatrix({ ...draft, resources }, { ...given, engine })).toMatchObject({
    hint: "The resources of the servers need another look.",
    resourceErrors: { cpus: expect.stringContaining("0.1") },
  });
});

test("the name says what is measured, and is free", () => {
  expect(suggestName([], ["GSM8K"], [])).toBe("Evals");
  expect(suggestName(["base"], ["GSM8K"], ["base on GSM8K"])).toBe("base on GSM8K 2");
  expect(suggestName(["a", "b"], ["GSM8K"], [])).toBe("2 models on GSM8K");
  expect(suggestName(["x".repeat(300)], ["GSM8K"], []).length).toBeLessThanOrEqual(150);
});
