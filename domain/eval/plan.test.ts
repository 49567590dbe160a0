import { expect, test } from "vitest";
import { defaultSettings } from "../rollout/default-settings";
import { alone, cellsOf, EvalPlan, greedy, settingsOf } from "./plan";
import { readLeaseLine, readServingLine } from "./serving";

const settings = greedy(defaultSettings({ metric: "gsm8k", corpusId: null, passages: 0 }));
const set = (questionSetId: number) => ({ questions: { questionSetId }, settings });
const plan = (part: object = {}) =>
  EvalPlan.parse({ name: "Round 1", models: [7, 3], sets: [set(1), set(2)], ways: ["tools", "alone"], ...part });

test("all of one model come together, so that it is served once", () => {
  expect(cellsOf(plan()).map(({ modelId, questionSetId, way }) => `${modelId} ${questionSetId} ${way}`)).toEqual([
    ...["7 1 tools", "7 1 alone", "7 2 tools", "7 2 alone"],
    ...["3 1 tools", "3 1 alone", "3 2 tools", "3 2 alone"],
  ]);
});

test("greedy with one sample, and without tools in one action", () => {
  expect(settings).toMatchObject({ temperature: 0, topP: 1, topK: null, samples: 1, tools: ["calculator"] });
  const [, cell] = cellsOf(plan());
  const told = settingsOf(plan(), cell ?? { modelId: 0, questionSetId: 0, way: "tools" }).settings;
  expect(told).toEqual(alone(settings));
  expect(told).toMatchObject({ tools: [], search: null, stepLimit: 1, temperature: 0 });
  expect(told.systemPrompt).not.toContain("<math_exp>");
  expect(settings.systemPrompt).toContain("<math_exp>");
});

test("what a script does not say is greedy, one sample a question; what it says stands", () => {
  const { temperature: _, samples: __, ...told } = settings;
  const read = (part: object) => plan({ sets: [{ ...set(1), settings: { ...told, ...part } }] }).sets[0]?.settings;
  expect(read({})).toMatchObject({ temperature: 0, samples: 1 });
  expect(read({ temperature: 0.7, samples: 5 })).toMatchObject({ temperature: 0.7, samples: 5 });
});

test.each([
  ["no model", { models: [] }, "Choose a model."],
  ["one model twice", { models: [7, 7] }, "A model stands there twice."],
  ["no set", { sets: [] }, "Choose a question set."],
  ["one set twice", { sets: [set(1), set(1)] }, "A question set stands there twice."],
  ["no way", { ways: [] }, "Choose a way of inferring."],
])("%s is refused", (_, part, message) => {
  expect(() => plan(part)).toThrow(message);
});

test("only a whole line of a serving job says where its server is", () => {
  const said = {
    base_url: "http://127.0.0.1:9/v1",
    lease_url: "http://127.0.0.1:8/lease",
    lease_seconds: 60,
    served_name: "final",
    server: "vllm",
  };
  expect(readServingLine(JSON.stringify({ serving: said }))).toEqual(said);
  for (const line of [
    "loading",
    '{"serving":',
    JSON.stringify({ serving: { ...said, base_url: "file:///etc/passwd" } }),
    JSON.stringify({ serving: { ...said, served_name: "x".repeat(20_000) } }),
    ` ${JSON.stringify({ serving: said })}`,
  ])
    expect(readServingLine(line)).toBeNull();
  const lease = { lease_url: said.lease_url, lease_seconds: 60 };
  expect(readLeaseLine(JSON.stringify({ lease }))).toEqual(lease);
  expect(readLeaseLine(JSON.stringify({ serving: said }))).toBeNull();
});
