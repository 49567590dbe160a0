/** The config that a launch begins with: values that are sane for its choices, each of which may be changed. */
import type { z } from "zod";
import { type ServedSettings, templateArguments } from "../rollout/kept";
import { closingTag, endingsOf } from "../rollout/tags";
import { isSame } from "./chosen";
import { type Algorithm, LoraConfig, type RewardConfig, TrainingConfig } from "./config";

export type RecipeFacts = {
  algorithm: Algorithm;
  /** null where nobody said where the model is loaded from */
  modelPath: string | null;
  /** GPUs that a job asks for */
  gpus: number;
  /** How the data's trajectories were generated, where the studio did that */
  rollouts: readonly ServedSettings[];
  reward: z.input<typeof RewardConfig> | null;
};

/** A config without its folder, which the launch decides. */
export type Recipe = Omit<TrainingConfig, "output"> & { output: Omit<TrainingConfig["output"], "folder"> };

/** A model that a GPU of 80 GB does not train as a whole, by the size in its name. */
const LARGE_BILLIONS = 3;

export function recommend(facts: RecipeFacts): Recipe {
  const { output, device, ...config } = TrainingConfig.parse({
    algorithm: facts.algorithm,
    model: {
      path: facts.modelPath ?? "?",
      dtype: facts.gpus > 0 ? "auto" : "float32",
      template_arguments: argumentsOf(facts.rollouts),
    },
    lora: facts.gpus > 0 && billionsOf(facts.modelPath ?? "") >= LARGE_BILLIONS ? LoraConfig.parse({}) : null,
    data: facts.gpus > 0 ? {} : { max_context_tokens: 1_024 },
    protocol: protocolOf(facts.rollouts),
    reward: facts.algorithm === "swirl" ? facts.reward : null,
    optimiser: optimiserOf(facts),
    policy: policyOf(facts.rollouts),
    output: { folder: "/", ...(facts.gpus > 0 ? {} : { save_every: 20 }) },
    device: facts.gpus > 0 ? "auto" : "cpu",
  });
  const { folder: _, ...kept } = output;
  return { ...config, model: { ...config.model, path: facts.modelPath ?? "" }, output: kept, device };
}

/** Without a GPU the model is a tiny one: what taught those of a million weights, in minutes. */
function optimiserOf({ algorithm, gpus, modelPath }: RecipeFacts): z.input<typeof TrainingConfig>["optimiser"] {
  const hasLora = billionsOf(modelPath ?? "") >= LARGE_BILLIONS;
  if (gpus > 0)
    return algorithm === "swirl"
      ? { learning_rate: hasLora ? 1e-5 : 1e-6 }
      : { learning_rate: hasLora ? 1e-4 : 1e-5, schedule: "cosine", contexts_per_step: 32 };
  const small = { max_steps: 60, warmup_steps: 5, adam_beta2: 0.98, gradient_checkpointing: false, device_batch: 48 };
  return algorithm === "swirl"
    ? { ...small, learning_rate: 2e-4, samples_per_context: 6 }
    : { ...small, learning_rate: 5e-4, contexts_per_step: 96 };
}

/** An action ends where those of the rollouts end. */
function protocolOf(rollouts: readonly ServedSettings[]): z.input<typeof TrainingConfig>["protocol"] {
  if (rollouts.length === 0) return {};
  if (rollouts.every(({ protocol }) => protocol === "native")) return { kind: "native", end_texts: [] };
  const endings = rollouts.flatMap(({ tools, protocol }) => (protocol === "tags" ? endingsOf(tools) : []));
  return { kind: "tags", end_texts: [...new Set(endings.map(closingTag))] };
}

/** Prompts are rendered as those of the rollouts, where these agree. */
function argumentsOf(rollouts: readonly ServedSettings[]): ReturnType<typeof templateArguments> {
  const [first = {}, ...others] = rollouts.map(templateArguments);
  return others.every((each) => isSame(each, first)) ? first : {};
}

/** Actions are sampled as those of the rollouts were, at a temperature that lets them differ. */
function policyOf(rollouts: readonly ServedSettings[]): z.input<typeof TrainingConfig>["policy"] {
  const [first] = rollouts;
  if (!first) return {};
  return {
    temperature: first.temperature > 0 ? first.temperature : 1,
    top_p: first.topP,
    max_action_tokens: Math.max(...rollouts.map(({ maxTokens }) => maxTokens)),
  };
}

/** 7 for ".../Qwen2.5-7B-Instruct"; 0 where the name says no size. */
export function billionsOf(path: string): number {
  // A training run's key may look like anything.
  const named = path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/gi, "");
  const sizes = [...named.matchAll(/(?<![\w.])(\d+(?:\.\d+)?)\s*b(?![a-z\d])/gi)].map(([, size]) => Number(size));
  return Math.max(0, ...sizes);
}
