import { expect, test } from "vitest";
import { defaultSettings } from "./default-settings";
import { RolloutSettings, SearchSource } from "./settings";
import { stepSeed } from "./step-seed";
import { defaultSystemPrompt } from "./system-prompt";

test.each([
  ["nope", /such as http/],
  ["ftp://x", /such as http/],
  ["http://user:secret@a/retrieve", /Leave out/],
  ["http://a/retrieve?key=secret", /Leave out/],
])("a retriever is not at %s", (url, message) => {
  expect(SearchSource.safeParse({ kind: "retriever", url }).error?.issues[0]?.message).toMatch(message);
});

test("a search needs somewhere to look", () => {
  const settings = { ...defaultSettings(null), tools: ["search"] };
  expect(RolloutSettings.safeParse(settings).error?.issues[0]).toMatchObject({ path: ["search"] });
  const search = { kind: "retriever", url: "http://127.0.0.1:8000/retrieve" };
  expect(RolloutSettings.safeParse({ ...settings, search }).success).toBe(true);
});

test.each([
  [null, ["calculator"], 10],
  [{ metric: "gsm8k", corpusId: null, passages: 0 }, ["calculator"], 10],
  [{ metric: "hotpotqa", corpusId: 3, passages: 9 }, ["search"], 5],
  [{ metric: "hotpotqa", corpusId: 3, passages: 0 }, [], 1],
  [{ metric: "musique", corpusId: null, passages: 0 }, [], 1],
])("a set such as %j begins with %j and %i steps", (set, tools, stepLimit) => {
  expect(defaultSettings(set)).toMatchObject({ tools, stepLimit });
});

test("the system prompt names what is offered and nothing else", () => {
  const search = defaultSystemPrompt({ protocol: "tags", tools: ["search"], stepLimit: 5 });
  expect(search).toContain("<search_query>");
  expect(search).toContain("at most 5 steps");
  expect(search).not.toContain("<math_exp>");
  const native = defaultSystemPrompt({ protocol: "native", tools: ["search", "calculator"], stepLimit: 1 });
  expect(native).not.toMatch(/search_query|math_exp/);
  expect(native).toContain("at most 1 step,");
  for (const tools of [[], ["search"]] as const)
    expect(defaultSystemPrompt({ protocol: "tags", tools, stepLimit: 1 })).toContain("<answer> and </answer>");
});

test("every request has a seed of its own, which a server's 31 bits hold", () => {
  const seeds = new Set<number>();
  for (let sample = 0; sample < 5; sample++)
    for (let step = 0; step < 10; step++)
      for (let question = 0; question < 200; question++) seeds.add(stepSeed(1, `q${question}`, sample, step));
  expect(seeds.size).toBeGreaterThan(9_995);
  for (const seed of seeds) expect(seed >= 0 && seed < 2 ** 31 && Number.isInteger(seed)).toBe(true);
  expect(stepSeed(2, "q1", 0, 0)).not.toBe(stepSeed(1, "q1", 0, 0));
});
