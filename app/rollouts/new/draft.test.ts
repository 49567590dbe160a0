import { describe, expect, it } from "vitest";
import { defaultSettings } from "@/domain/rollout/default-settings";
import { type Draft, readDraft, systemPromptOf, toDraft } from "./draft";

const about = { name: null, modelId: "7", setId: "3", purpose: "generate" } as const;
const calculator = defaultSettings({ metric: "gsm8k", corpusId: null, passages: 0 });
const searching = defaultSettings({ metric: "hotpotqa", corpusId: 4, passages: 10 });

const read = (change: Partial<Draft>, settings = calculator) =>
  readDraft({ ...toDraft(settings, about), ...change }, "GSM8K · base");
const errorsOf = (change: Partial<Draft>) => {
  const answer = read(change);
  return "errors" in answer ? answer.errors : {};
};

describe("a draft", () => {
  it.each([
    ["with the calculator", calculator],
    ["with search", searching],
    ["of its own kind", { ...searching, stepLimit: 17, systemPrompt: "Be brief.", topK: 40, temperature: 0.6 }],
  ])("means the settings it was made from: %s", (_, settings) => {
    expect(read({}, settings)).toMatchObject({ plan: { name: "GSM8K · base", modelId: 7, settings } });
  });

  it("keeps the questions of the run it is a copy of", () => {
    const questions = { questionSetId: 3, search: "river", limit: 20, drawSeed: 9 };
    const draft = toDraft(calculator, { ...about, questions });
    expect(readDraft(draft, "x")).toMatchObject({ plan: { questions } });
  });

  it("follows the tools with its step limit and system prompt until they are typed", () => {
    const draft = { ...toDraft(calculator, about), tools: [] };
    expect(readDraft(draft, "x")).toMatchObject({ plan: { settings: { stepLimit: 1 } } });
    expect(systemPromptOf(draft)).not.toContain("math_exp");
    expect(systemPromptOf({ ...draft, systemPrompt: "Mine" })).toBe("Mine");
  });

  it("reads numbers as people write them", () => {
    expect(read({ limit: " 1,000 ", temperature: "0.7" })).toMatchObject({
      plan: { questions: { limit: 1000 }, settings: { temperature: 0.7 } },
    });
  });

  it.each([
    [{ modelId: "" }, "modelId", "Choose a model that an endpoint serves."],
    [{ setId: "" }, "setId", "Choose a question set."],
    [{ name: " " }, "name", "Give the run a name."],
    [{ samples: "" }, "samples", "A number."],
    [{ samples: "2.5" }, "samples", "A whole number."],
    [{ samples: "0" }, "samples", "At least 1."],
    [{ samples: "5000" }, "samples", "At most 1,000."],
    [{ topP: "0" }, "topP", "More than 0."],
    [{ limit: "x" }, "limit", "A number."],
    [{ tools: ["search"], corpusId: "" }, "corpusId", "Choose a corpus, or a retriever."],
    [
      { tools: ["search"], searchIn: "retriever", retrieverUrl: "ftp://x" },
      "retrieverUrl",
      "Give an address such as http://127.0.0.1:8000/retrieve.",
    ],
  ] satisfies [Partial<Draft>, keyof Draft, string][])("%o: %s: %s", (change, field, words) => {
    expect(errorsOf(change)[field]).toBe(words);
  });
});
