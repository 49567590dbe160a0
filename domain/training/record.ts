/** A training run as the studio's own format carries it: two kinds of records (docs/own-format.md). */
import { z } from "zod";
import { FilterMode } from "../filter";
import { KeyedPool } from "../keyed-pool";
import { Message } from "../message";
import { Key, ModelName, Name, QuestionRef, Timestamp, TrajectoryRef } from "../record-parts";
import { Algorithm } from "./config";
import { TrainingEngineSettings, TrainingResources } from "./engine";
import { DoneEvent, FailedEvent, SampledAction, StartedEvent, StoppedEvent, WarningEvent } from "./events";
import { KeptReward, TrainingCheck } from "./plan";
import { TrainingStatus } from "./status";

const Step = z.int32().nonnegative();
const Attempt = z.int().min(1).max(32_767);
const RunKey = z.uuid();

/** Runs that are still open are not written: what became of them is not known yet. */
export const OverStatus = TrainingStatus.extract(["stopped", "failed", "lost", "done"]);

/** Its judge's endpoint and template by the names they had at launch. */
export const RecordedReward = z.discriminatedUnion("kind", [
  KeptReward.options[0].omit({ endpointId: true, templateId: true }),
  KeptReward.options[1],
]);

const RecordedAttempt = z.object({
  attempt: Attempt,
  status: TrainingStatus,
  message: z.string().nullish(),
  exitCode: z.int32().nullish(),
  /** The last lines of its output */
  log: z.string().default(""),
  createdAt: Timestamp,
  startedAt: Timestamp.nullish(),
  endedAt: Timestamp.nullish(),
});

const RecordedEvent = z
  .discriminatedUnion("event", [StartedEvent, WarningEvent, StoppedEvent, FailedEvent, DoneEvent])
  .refine(({ seq, time }) => seq <= 2_147_483_647 && Math.abs(time) < 2e11, "no such place or time");

/** A list in which no two have the same `field`: it is their key in the database. */
const distinct = <Item extends z.ZodObject>(item: Item, field: string) =>
  z
    .array(item)
    .refine(
      (items) => new Set(items.map((one) => (one as Record<string, unknown>)[field])).size === items.length,
      `two have the same ${field}`,
    );

export const TrainingRunRecord = z.object({
  type: z.literal("training-run"),
  key: RunKey,
  name: Name,
  algorithm: Algorithm,
  status: OverStatus,
  message: z.string().nullish(),
  /** The training engine's settings as they were at launch */
  engine: TrainingEngineSettings,
  /** Name */
  baseModel: ModelName,
  data: z.object({ pool: KeyedPool, mode: FilterMode }),
  reward: RecordedReward.nullish(),
  /** The YAML text that was launched */
  config: z.string(),
  resources: TrainingResources,
  checked: TrainingCheck,
  /** Key of a training run */
  clonedFrom: RunKey.nullish(),
  dataRows: z.int32().nonnegative().nullish(),
  dataSha256: z.string().nullish(),
  codeVersion: z.string().nullish(),
  step: Step,
  totalSteps: Step.nullish(),
  isSample: z.boolean().default(false),
  createdAt: Timestamp,
  finishedAt: Timestamp.nullish(),
  attempts: distinct(RecordedAttempt, "attempt").min(1),
  metrics: distinct(
    z.object({ step: Step, values: z.record(z.string(), z.number().nullable()), at: Timestamp }),
    "step",
  ).default([]),
  checkpoints: distinct(
    z.object({
      path: z.string(),
      step: Step,
      weightsHash: z.string().nullish(),
      isFinal: z.boolean(),
      at: Timestamp,
    }),
    "path",
  ).default([]),
  /** What else its trainer said */
  events: z
    .array(RecordedEvent)
    .refine((events) => new Set(events.map(({ seq }) => seq)).size === events.length, "two have the same seq")
    .default([]),
  /** Names of the models that came out of it */
  results: z.array(ModelName).default([]),
});

/** A context whose sampled actions were written down. Its samples may be spread over several records. */
export const TrainingContextRecord = z.object({
  type: z.literal("training-context"),
  /** Key of a training run */
  run: RunKey,
  /** Short fingerprint of the context */
  context: Key.max(64),
  /** null where it is gone */
  trajectory: TrajectoryRef.nullable(),
  /** Where the trajectory is gone and its question is not */
  question: QuestionRef.nullish(),
  /** Which step of the trajectory, from 0 */
  step: z.int().nonnegative().max(32_767),
  watched: z.boolean(),
  prompt: z.array(Message),
  samples: distinct(z.object({ step: Step, actions: z.array(SampledAction) }), "step"),
});
