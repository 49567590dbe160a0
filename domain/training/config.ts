/**
 * What the trainer is told, as the YAML file that a launch shows and the trainer reads: names are those of the file.
 * trainer/swirl_trainer/config.py is its twin; domain/training/configs.json is read by the tests of both.
 */
import { z } from "zod";
import { ReplyGrammar } from "../judging/grammar";

const Path = z.string().trim().min(1).max(2_000);
const Seed = z.int().min(0).max(2_147_483_647);

/** SWiRL's step-wise reinforcement learning, or the baseline that learns the recorded actions. */
export const Algorithm = z.enum(["swirl", "sft"]);
export type Algorithm = z.infer<typeof Algorithm>;

/** What is rendered by a chat template, and how: the trainer's own to say. */
const RESERVED_ARGUMENTS = new Set([
  ...["conversation", "messages", "tools", "documents", "chat_template", "add_generation_prompt"],
  ...["continue_final_message", "tokenize", "padding", "truncation", "max_length", "return_tensors"],
  ...["return_dict", "return_assistant_tokens_mask", "tokenizer_kwargs"],
]);

export const ModelConfig = z.strictObject({
  /** A Hugging Face name, or a path on the cluster */
  path: Path,
  dtype: z.enum(["auto", "float32", "bfloat16", "float16"]).default("auto"),
  /** What the chat template is told beside the messages, as a request's chat_template_kwargs */
  template_arguments: z.record(z.string(), z.json()).default({}),
});

export const LoraConfig = z.strictObject({
  r: z.int().min(1).max(1_024).default(16),
  alpha: z.number().gt(0).max(10_000).default(32),
  dropout: z.number().min(0).lt(1).default(0),
  /** Names of modules; "all-linear" for every linear layer */
  target_modules: z.union([z.literal("all-linear"), z.array(z.string().min(1)).min(1)]).default("all-linear"),
});

export const DataConfig = z.strictObject({
  /** Lines as exported (docs/export.md), plain or .gz, in the job's package or on the cluster */
  path: Path.default("train.jsonl.gz"),
  /** Lines {question, text}: what the judge is told as the question */
  questions: Path.default("questions.jsonl"),
  /** Contexts with more tokens are left out and counted */
  max_context_tokens: z.int().min(8).max(10_000_000).default(4_096),
  /** At most this many contexts, drawn by the seed; null for all */
  max_contexts: z.int().min(1).nullable().default(null),
});

/** How an action ends: with one of these texts, or where the model ends its turn. */
export const ProtocolConfig = z.strictObject({
  kind: z.enum(["tags", "native"]).default("tags"),
  end_texts: z.array(z.string().min(1).max(200)).max(20).default(["</search_query>", "</math_exp>", "</answer>"]),
});

const Values = z.strictObject({
  reasonable: z.number().default(1),
  neutral: z.number().default(1),
  unreasonable: z.number().default(0),
});

export const JudgeReward = z.strictObject({
  kind: z.literal("judge"),
  base_url: z.url(),
  model: z.string().min(1),
  /** Environment variable on the cluster that holds the key */
  key_variable: z.string().nullable().default(null),
  extra_body: z.record(z.string(), z.json()).default({}),
  system_text: z.string(),
  user_text: z.string().min(1),
  grammar: ReplyGrammar,
  temperature: z.number().min(0).max(10).default(0),
  max_tokens: z.int().min(1).max(1_000_000).default(1_024),
  seed: Seed.default(1),
  /** How often a reply that cannot be read is asked for again */
  parse_retries: z.int().min(0).max(10).default(2),
  /** How often a request that fails is sent again, with growing pauses */
  retries: z.int().min(0).max(100).default(8),
  timeout_seconds: z.number().gt(0).max(3_600).default(120),
  concurrency: z.int().min(1).max(4_096).default(16),
  values: Values.prefault({}),
});

/** For tests and first tries: 1 for an action that ends as it should with one call or answer, else 0. */
export const RuleReward = z.strictObject({ kind: z.literal("rule"), rule: z.enum(["well-formed"]) });

export const RewardConfig = z.discriminatedUnion("kind", [JudgeReward, RuleReward]);

export const OptimiserConfig = z.strictObject({
  /** Updates; the run ends after them */
  max_steps: z.int().min(1).max(10_000_000).default(200),
  learning_rate: z.number().gt(0).max(1).default(1e-6),
  schedule: z.enum(["constant", "cosine", "linear"]).default("constant"),
  warmup_steps: z.int().min(0).max(1_000_000).default(10),
  weight_decay: z.number().min(0).max(1).default(0),
  adam_beta2: z.number().gt(0).lt(1).default(0.999),
  max_grad_norm: z.number().gt(0).max(1_000).default(1),
  /** Contexts (swirl) or actions (sft) of one update */
  contexts_per_step: z.int().min(1).max(100_000).default(16),
  /** Actions sampled for each context; swirl only */
  samples_per_context: z.int().min(2).max(1_024).default(8),
  /** Sequences that are computed at once on a device; less needs less memory and more time */
  device_batch: z.int().min(1).max(100_000).default(8),
  gradient_checkpointing: z.boolean().default(true),
  seed: Seed.default(1),
});

/** How actions are sampled and rewarded; swirl only. */
export const PolicyConfig = z.strictObject({
  temperature: z.number().gt(0).max(10).default(1),
  top_p: z.number().gt(0).max(1).default(1),
  max_action_tokens: z.int().min(1).max(1_000_000).default(1_024),
  /** Weight of the KL term towards the base model; it is logged even where this is 0 */
  kl_weight: z.number().min(0).max(100).default(0.01),
  loss: z.enum(["dr_grpo", "grpo", "bnpo", "dapo"]).default("dr_grpo"),
  /** Whether rewards are divided by a standard deviation */
  scale_rewards: z.enum(["none", "group", "batch"]).default("none"),
});

export const OutputConfig = z.strictObject({
  /** The run's folder on the cluster: events.jsonl, checkpoint-N, final */
  folder: Path,
  save_every: z.int().min(1).max(10_000_000).default(50),
  /** Contexts whose sampled actions are written down each time they come */
  watched_contexts: z.int().min(0).max(1_000).default(16),
  /** Further ones of each step */
  other_contexts: z.int().min(0).max(1_000).default(1),
});

export const TrainingConfig = z.strictObject({
  algorithm: Algorithm.default("swirl"),
  model: ModelConfig,
  lora: LoraConfig.nullable().default(null),
  data: DataConfig.prefault({}),
  protocol: ProtocolConfig.prefault({}),
  /** swirl only */
  reward: RewardConfig.nullable().default(null),
  optimiser: OptimiserConfig.prefault({}),
  policy: PolicyConfig.prefault({}),
  output: OutputConfig,
  /** auto: a GPU where there is one */
  device: z.enum(["auto", "cpu", "cuda"]).default("auto"),
});
export type TrainingConfig = z.infer<typeof TrainingConfig>;

/** What a config says that cannot work together, as issues with the path of the field. */
export const CheckedTrainingConfig = TrainingConfig.superRefine((config, context) => {
  if (config.algorithm === "swirl" && config.reward === null)
    context.addIssue({ code: "custom", path: ["reward"], message: "Step-wise RL needs a reward: a judge or a rule." });
  const reserved = Object.keys(config.model.template_arguments).filter((name) => RESERVED_ARGUMENTS.has(name));
  if (reserved.length > 0)
    context.addIssue({
      code: "custom",
      path: ["model", "template_arguments"],
      message: `The trainer itself says what these are: ${reserved.sort().join(", ")}.`,
    });
  const { contexts_per_step, samples_per_context, device_batch } = config.optimiser;
  const sequences = config.algorithm === "swirl" ? contexts_per_step * samples_per_context : contexts_per_step;
  if (sequences % device_batch !== 0)
    context.addIssue({
      code: "custom",
      path: ["optimiser", "device_batch"],
      message: `An update has ${sequences} sequences: choose a number that divides it.`,
    });
});
