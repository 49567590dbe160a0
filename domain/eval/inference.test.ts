import { expect, test } from "vitest";
import { RolloutSettings } from "../rollout/settings";
import { inferenceNames } from "./inference";

type Change = Partial<RolloutSettings> & { search_?: string; limit?: number; drawSeed?: number; extraBody?: object };

const asked = ({ search_ = "", limit, drawSeed = 1, extraBody = {}, ...settings }: Change = {}) => ({
  ...RolloutSettings.parse({ systemPrompt: "p", stepLimit: 10, temperature: 0, samples: 1, ...settings }),
  questions: { questionSetId: 1, search: search_, limit: limit ?? null, drawSeed },
  endpoint: { name: "e", baseUrl: "http://e", servedName: "m", extraBody: extraBody as Record<string, never> },
});

test.each<[Change, Change, string]>([
  [{}, { limit: 20 }, "20 drawn"],
  [{ limit: 20 }, { limit: 20, drawSeed: 2 }, "20 drawn by seed 2"],
  [{}, { search_: "cats" }, "questions with “cats”"],
  [{}, { systemPrompt: "q" }, "prompt "],
  [{}, { protocol: "native" }, "native calls"],
  [{}, { maxTokens: 64 }, "64 tokens an action"],
  [{ temperature: 1 }, { temperature: 1, topP: 0.9 }, "top-p 0.9"],
  [{ temperature: 1 }, { temperature: 1, topK: 20 }, "top-k 20"],
  [{ temperature: 1 }, { temperature: 1, seed: 7 }, "seed 7"],
  [{}, { sameCallLimit: 5 }, "the same call 5 times"],
  [{}, { observationLimit: 200 }, "observations of 200 characters"],
  [{}, { extraBody: { chat_template_kwargs: { enable_thinking: false } } }, "request fields "],
  [
    { tools: ["search"], search: { kind: "corpus", corpusId: 1 } },
    { tools: ["search"], search: { kind: "corpus", corpusId: 1 }, topk: 9 },
    "9 passages a search",
  ],
  [
    { tools: ["search"], search: { kind: "corpus", corpusId: 1 } },
    { tools: ["search"], search: { kind: "retriever", url: "http://127.0.0.1/retrieve" } },
    "http://127.0.0.1/retrieve",
  ],
])("%j and %j are not inferred alike, and it is said", (a, b, words) => {
  const [one, other, again] = inferenceNames([asked(a), asked(b), asked(a)]);
  expect(one).not.toBe(other);
  expect(one).toBe(again);
  expect(other).toContain(words);
});

test("what cannot change an answer is no difference, and words are no longer than they must be", () => {
  const names = inferenceNames([
    asked(),
    asked({ seed: 9 }),
    asked({ topP: 0.5 }),
    asked({ topk: 9 }),
    asked({ drawSeed: 3 }),
    null,
  ]);
  const plain = "greedy · calculator · 10 steps";
  expect(names).toEqual([plain, plain, plain, plain, plain, "settings not recorded"]);
});
