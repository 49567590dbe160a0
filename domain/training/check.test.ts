import { expect, test } from "vitest";
import { defaultSettings } from "../rollout/default-settings";
import type { ServedSettings } from "../rollout/kept";
import type { RolloutSettings } from "../rollout/settings";
import { type CheckFacts, checkTraining, policyOf, type RolloutFacts } from "./check";
import { carryEdits, changedChoices } from "./chosen";
import { CheckedTrainingConfig, TrainingConfig } from "./config";
import { billionsOf, recommend } from "./recipe";
import { baselineWarning } from "./warnings";

const HASH = "a".repeat(64);
const served = (extraBody: ServedSettings["endpoint"]["extraBody"] = {}, part: Partial<RolloutSettings> = {}) => ({
  ...defaultSettings(null),
  ...part,
  endpoint: { extraBody },
});
const rollout = (part: Partial<RolloutFacts> = {}): RolloutFacts => ({
  name: "round 1",
  trajectories: 10,
  isSample: false,
  settings: served({}, { maxTokens: 512 }),
  weightsHash: HASH,
  ...part,
});
const JUDGE = {
  kind: "judge",
  base_url: "http://127.0.0.1:8000/v1",
  model: "judge",
  system_text: "",
  user_text: "{action}",
  grammar: { form: "lines", ruling: "Ruling", words: { reasonable: ["yes"], unreasonable: ["no"] } },
};
function factsOf(
  config: object = {},
  data: Partial<CheckFacts["data"]> = {},
  rest: Partial<CheckFacts> = {},
): CheckFacts {
  return {
    config: TrainingConfig.parse({
      model: { path: "/models/tiny" },
      reward: JUDGE,
      output: { folder: "/r" },
      ...config,
    }),
    data: {
      trajectories: 10,
      subTrajectories: 50,
      distinctContexts: 40,
      tokens: { total: 4_000, max: 200, mean: 100 },
      uncounted: 0,
      tooLong: 0,
      actionsTooLong: 0,
      rollouts: [rollout()],
      judgingRunOpen: null,
      revision: 1,
      ...data,
    },
    base: { name: "base", weightsHash: HASH, isSample: false },
    engine: { address: "http://127.0.0.1:8265" },
    resources: { cpus: 1, gpus: 1, memoryGib: null },
    ...rest,
  };
}
const warned = (facts: CheckFacts) => checkTraining(facts).warnings.map(({ message }) => message);

test("updates an epoch, epochs and judge calls", () => {
  const optimiser = { max_steps: 100, contexts_per_step: 16, samples_per_context: 8 };
  expect(checkTraining(factsOf({ optimiser }))).toMatchObject({
    stepsPerEpoch: 3,
    epochs: 40,
    judgeCalls: 12_800,
    policy: "on-policy",
    warnings: [],
  });
  const limited = factsOf({ optimiser, data: { max_contexts: 16 } }, { tooLong: 10 });
  expect(checkTraining(limited)).toMatchObject({ stepsPerEpoch: 1, epochs: 100, tooLong: 10 });
  // The baseline learns every recorded action, and asks nobody.
  const sft = factsOf({ algorithm: "sft", reward: null, optimiser }, { actionsTooLong: 2 });
  expect(checkTraining(sft)).toMatchObject({ stepsPerEpoch: 3, epochs: 1_600 / 48, judgeCalls: 0 });
  expect(checkTraining(factsOf({ reward: { kind: "rule", rule: "well-formed" } })).judgeCalls).toBe(0);
});

test.each([
  ["the same weights", HASH, [HASH, HASH], "on-policy"],
  ["other weights", HASH, ["b".repeat(64)], "off-policy"],
  ["some of other weights, some of nobody knows which", HASH, [HASH, null, "b".repeat(64)], "off-policy"],
  ["nobody knows", HASH, [HASH, null], "unknown"],
  ["a base without a hash", null, [HASH], "unknown"],
  ["no data", HASH, [], "unknown"],
] as const)("%s", (_, base, hashes, policy) => {
  const rollouts = hashes.map((weightsHash) => rollout({ weightsHash }));
  const facts = factsOf({}, { rollouts });
  expect(policyOf({ ...facts, base: { ...facts.base, weightsHash: base } })).toBe(policy);
});

test.each([
  ["nothing is kept", {}, { subTrajectories: 0, distinctContexts: 0 }, {}, /nothing to train on/, true],
  ["all is too long", {}, { tooLong: 40 }, {}, /Every context has more than 4,096 tokens/, true],
  ["a base of the sample pool", {}, {}, { base: { name: "s", weightsHash: null, isSample: true } }, /not here/, true],
  ["cuda without a GPU", { device: "cuda" }, {}, { resources: { cpus: 1, gpus: 0, memoryGib: null } }, /no GPU/, true],
  ["few contexts", {}, { distinctContexts: 5 }, {}, /^5 contexts for updates of 16/, false],
  [
    "a judge that the cluster cannot reach",
    {},
    {},
    { engine: { address: "http://10.0.0.2:8265" } },
    /own machine/,
    false,
  ],
  ["a judge's key", { reward: { ...JUDGE, key_variable: "KEY" } }, {}, {}, /KEY: that variable/, false],
  [
    "a large model without a GPU",
    { model: { path: "x/Qwen2.5-7B" } },
    {},
    { resources: { cpus: 1, gpus: 0, memoryGib: null } },
    /7 billion/,
    false,
  ],
  ["more GPUs than one", {}, {}, { resources: { cpus: 1, gpus: 4, memoryGib: null } }, /one GPU/, false],
  ["no KL", { policy: { kl_weight: 0 } }, {}, {}, /KL weight of 0/, false],
  ["shorter actions than the rollouts'", { policy: { max_action_tokens: 20 } }, {}, {}, /allowed 512/, false],
  ["another protocol", { protocol: { kind: "native" } }, {}, {}, /other tool protocol/, false],
  ["a judging run under way", {}, { judgingRunOpen: "It is running." }, {}, /It is running/, false],
  ["data of the sample pool", {}, { rollouts: [rollout({ isSample: true })] }, {}, /sample pool/, false],
  ["uncounted tokens", {}, { uncounted: 3 }, {}, /tokens of 3 contexts/, false],
] as const)("%s is said", (_, config, data, rest, message, blocks) => {
  const { warnings } = checkTraining(factsOf(config, data as Partial<CheckFacts["data"]>, rest));
  expect(warnings).toContainEqual({ message: expect.stringMatching(message), blocks });
});

test("the baseline is warned of data with wrong answers only", () => {
  expect(baselineWarning("sft", "process")?.message).toMatch(/correct outcomes/);
  expect(baselineWarning("sft", "outcome")).toBeNull();
  expect(baselineWarning("swirl", "process")).toBeNull();
  expect(warned(factsOf({ algorithm: "sft", reward: null }))).toEqual([]);
});

test.each([
  ["Qwen/Qwen2.5-0.5B-Instruct", 0.5],
  ["meta-llama/Llama-3.3-70B", 70],
  ["/models/7b", 7],
  ["Qwen/Qwen3-30B-A3B", 30],
  ["/storage/runs/0b6e7f0c-123b-47b4-9a3b-1a2b3c4d5e7b/final", 0],
  ["google/gemma", 0],
])("the size in %s is %d billion", (path, billions) => {
  expect(billionsOf(path)).toBe(billions);
});

test("every recipe is a config that can be launched", () => {
  for (const algorithm of ["swirl", "sft"] as const)
    for (const gpus of [0, 1])
      for (const modelPath of ["/models/tiny", "Qwen/Qwen2.5-7B"]) {
        const reward = { kind: "rule", rule: "well-formed" } as const;
        const recipe = recommend({ algorithm, modelPath, gpus, rollouts: [], reward });
        const config = CheckedTrainingConfig.parse({ ...recipe, output: { ...recipe.output, folder: "/r" } });
        expect(config.device).toBe(gpus === 0 ? "cpu" : "auto");
        expect(config.lora !== null).toBe(gpus > 0 && modelPath.endsWith("7B"));
        expect(config.policy.kl_weight).toBeGreaterThan(0);
      }
});

test("actions are sampled, and end, as those of the rollouts did", () => {
  const settings = served({}, { temperature: 0.7, topP: 0.9, maxTokens: 20 });
  const facts = { algorithm: "swirl", modelPath: "/m", gpus: 0, reward: null } as const;
  const tagged = recommend({ ...facts, rollouts: [settings, { ...settings, maxTokens: 30 }] });
  expect(tagged.policy).toMatchObject({ temperature: 0.7, top_p: 0.9, max_action_tokens: 30 });
  expect(tagged.protocol).toEqual({ kind: "tags", end_texts: ["</math_exp>", "</answer>"] });
  const greedy = recommend({ ...facts, rollouts: [{ ...settings, temperature: 0, protocol: "native" }] });
  expect(greedy.policy.temperature).toBe(1);
  expect(greedy.protocol).toEqual({ kind: "native", end_texts: [] });
});

const SILENT = { chat_template_kwargs: { enable_thinking: false, effort: 1 } };

test("prompts are rendered as those of the rollouts, where these agree", () => {
  const facts = { algorithm: "swirl", modelPath: "/m", gpus: 0, reward: null } as const;
  const argumentsOf = (...rollouts: ServedSettings[]) => recommend({ ...facts, rollouts }).model.template_arguments;
  const reordered = { chat_template_kwargs: { effort: 1, enable_thinking: false }, top_k: 5 };
  expect(argumentsOf(served(SILENT), served(reordered))).toEqual(SILENT.chat_template_kwargs);
  expect(argumentsOf(served(SILENT), served())).toEqual({});
  expect(argumentsOf(served({ chat_template_kwargs: null }))).toEqual({});
  expect(argumentsOf()).toEqual({});
});

test("warns of prompts that are not those which the rollouts were served with", () => {
  const told = (template_arguments: object, ...settings: (ServedSettings | null)[]) =>
    warned(
      factsOf(
        { model: { path: "/m", template_arguments } },
        { rollouts: settings.map((each) => rollout({ settings: each })) },
      ),
    ).some((message) => message.includes("chat_template_kwargs"));
  const { chat_template_kwargs } = SILENT;
  expect(told(chat_template_kwargs, served(SILENT), null)).toBe(false);
  expect(told({}, served(), served({ top_k: 1 }))).toBe(false);
  expect(told({}, served(SILENT))).toBe(true);
  expect(told(chat_template_kwargs, served(SILENT), served())).toBe(true);
});

test("arguments of the chat template are carried as a whole", () => {
  const model = (template_arguments: object) => ({ model: { path: "/m", template_arguments } });
  const { config, kept } = carryEdits(model({ a: 1 }), model({ b: 1 }), model({ b: 2 }));
  expect(config).toEqual(model({ a: 1 }));
  expect(kept).toEqual(["model.template_arguments"]);
});

test("edits stay where the new recipe has their field, and what was chosen is not one", () => {
  const from = {
    algorithm: "swirl",
    reward: { kind: "judge", base_url: "http://a", seed: 1 },
    optimiser: { a: 1, b: [1] },
  };
  const edited = { ...from, reward: { ...from.reward, base_url: "http://mine", seed: 5 }, optimiser: { a: 2, b: [2] } };
  const to = {
    algorithm: "sft",
    reward: { kind: "judge", base_url: "http://b", seed: 1 },
    optimiser: { a: 9, b: [1] },
  };
  expect(carryEdits(edited, from, to)).toEqual({
    config: { ...to, reward: { ...to.reward, seed: 5 }, optimiser: { a: 2, b: [2] } },
    kept: ["reward.seed", "optimiser.a", "optimiser.b"],
  });
  expect(carryEdits(edited, from, { ...to, reward: null })).toMatchObject({ kept: ["optimiser.a", "optimiser.b"] });
  expect(carryEdits(from, from, to)).toEqual({ config: to, kept: [] });
  expect(changedChoices(edited, from)).toEqual(["reward.base_url"]);
  expect(changedChoices(from, structuredClone(from))).toEqual([]);
});
