/**
 * What a trainer says while it works: one JSON object a line on its standard output and in events.jsonl. `seq` counts
 * the lines of events.jsonl from 0 over all attempts; a resumed attempt repeats the lines before it on standard output.
 * trainer/swirl_trainer/events.py is its twin; domain/training/events.json is read by the tests of both.
 */
import { z } from "zod";
import { Message } from "../message";

const Step = z.int32().nonnegative();
const Head = z.object({
  seq: z.int().nonnegative(),
  /** Unix time in seconds */
  time: z.number(),
});

/** An attempt has read its data and begins. */
export const StartedEvent = Head.extend({
  event: z.literal("started"),
  attempt: z.int().min(1),
  /** The checkpoint's step it goes on from; null: from the base model */
  resumed_from: Step.nullable(),
  total_steps: Step,
  /** Contexts (swirl) or actions (sft) that are trained on */
  contexts: z.int().nonnegative(),
  dropped: z.object({ too_long: z.int().nonnegative(), repeated: z.int().nonnegative() }),
  /** sha256 of the base model's weights (docs/training.md says over what) */
  base_weights_hash: z.string(),
  device: z.string(),
  /** Packages that matter, by name */
  versions: z.record(z.string(), z.string()),
});

/**
 * Figures of one step, by name; null where there was nothing to compute one from. The names the studio knows:
 * reward, reward_std, reasonable_share, unscored_share, frac_reward_zero_std, kl, entropy, action_tokens (mean),
 * cut_share (sampled actions that ran into the limit), answer_share (actions that answer), repetition (share of repeated
 * 4-grams), loss, grad_norm, learning_rate, step_seconds, judge_calls, tokens (seen so far).
 */
export const MetricsEvent = Head.extend({
  event: z.literal("metrics"),
  step: Step,
  values: z.record(z.string(), z.number().nullable()),
});

export const SampledAction = z.object({
  text: z.string(),
  /** null: the judge gave no ruling that could be read */
  reward: z.number().nullable(),
  tokens: z.int().nonnegative(),
  /** False where it ran into the limit */
  ended: z.boolean(),
});
export type SampledAction = z.infer<typeof SampledAction>;

/** Actions sampled for one context at one step. */
export const SamplesEvent = Head.extend({
  event: z.literal("samples"),
  step: Step,
  /** Short fingerprint of the context, the same at every step */
  context: z.string().min(1).max(64),
  /** Whether it is one of those that are written down each time they come */
  watched: z.boolean(),
  trajectory: z.int(),
  step_index: z.int().nonnegative(),
  question: z.int(),
  /** The context itself, at its first event; null afterwards */
  prompt: z.array(Message).nullable(),
  actions: z.array(SampledAction),
});

export const CheckpointEvent = Head.extend({
  event: z.literal("checkpoint"),
  step: Step,
  path: z.string(),
  /** sha256 of its weights; null for a checkpoint that only serves to resume */
  weights_hash: z.string().nullable(),
  is_final: z.boolean(),
});

export const WarningEvent = Head.extend({ event: z.literal("warning"), message: z.string() });
/** A stop was asked for; a checkpoint was written before this. */
export const StoppedEvent = Head.extend({ event: z.literal("stopped"), step: Step });
export const FailedEvent = Head.extend({
  event: z.literal("failed"),
  kind: z.enum(["config", "data", "model", "memory", "other"]),
  /** For people: what is wrong and what to do */
  message: z.string(),
});
export const DoneEvent = Head.extend({ event: z.literal("done"), step: Step, seconds: z.number() });

export const TrainingEvent = z.discriminatedUnion("event", [
  StartedEvent,
  MetricsEvent,
  SamplesEvent,
  CheckpointEvent,
  WarningEvent,
  StoppedEvent,
  FailedEvent,
  DoneEvent,
]);
export type TrainingEvent = z.infer<typeof TrainingEvent>;
