/** The studio's own JSONL, record by record (docs/own-format.md). Every other import format is mapped to it. */
import { z } from "zod";
import { EvalMatrixRecord } from "./eval/record";
import { Message } from "./message";
import { ModelKind } from "./model";
import { Key, Metadata, ModelName, Name, Sample, Timestamp, TrajectoryRef, Version } from "./record-parts";
import { TrainingContextRecord, TrainingRunRecord } from "./training/record";
import { Count, Step } from "./trajectory";
import { Verdict } from "./verdict";

export const HeaderRecord = z.object({
  type: z.literal("swirl-studio"),
  version: z.literal(1),
});

export const CorpusRecord = z.object({ type: z.literal("corpus"), key: Key, name: Name });

export const PassageRecord = z.object({
  type: z.literal("passage"),
  corpus: Key,
  title: z.string(),
  text: z.string(),
});

export const QuestionSetRecord = z.object({
  type: z.literal("question-set"),
  key: Key,
  name: Name,
  metric: z.string().nullish(),
  licence: z.string().nullish(),
  source: z.string().nullish(),
  isSample: z.boolean().default(false),
  corpus: Key.nullish(),
});

export const QuestionRecord = z.object({
  type: z.literal("question"),
  set: Key,
  key: Key,
  text: z.string(),
  answers: z.array(z.string()),
  solution: z.string().nullish(),
  metadata: Metadata.default({}),
  /** Passages that come with the question; they become part of the set's corpus */
  passages: z
    .array(z.object({ title: z.string(), text: z.string(), supporting: z.boolean().default(false) }))
    .max(32_000)
    .nullish(),
});

/** What is known of a model beside its name. Where it is served and loaded belongs to a place and does not travel. */
export const ModelRecord = z.object({
  type: z.literal("model"),
  name: ModelName,
  kind: ModelKind.nullish(),
  /** sha256 of its weights */
  weightsHash: z.string().min(1).max(200).nullish(),
  /** Name of the model that it was trained from */
  parent: ModelName.nullish(),
  isSample: z.boolean().default(false),
  createdAt: Timestamp.nullish(),
});

export const RolloutRunRecord = z.object({
  type: z.literal("rollout-run"),
  key: Key,
  name: Name,
  purpose: z.enum(["generate", "eval"]).default("generate"),
  /** Model name; null where it was not recorded */
  model: ModelName.nullish(),
  source: z.string().nullish(),
  isSample: z.boolean().default(false),
  settings: Metadata.default({}),
  createdAt: Timestamp.nullish(),
});

export const JudgingRunRecord = z.object({
  type: z.literal("judging-run"),
  key: Key,
  /** Left out by files of labels: the importer then makes a new version where labels are newer */
  version: Version.nullish(),
  name: Name,
  judgeKind: z.enum(["model", "rule", "human", "import"]),
  isSample: z.boolean().default(false),
  settings: Metadata.default({}),
  createdAt: Timestamp.nullish(),
});

export const LabellingRunRecord = z.object({
  type: z.literal("labelling-run"),
  key: Key,
  version: Version.nullish(),
  name: Name,
  labellerKind: z.enum(["metric", "model", "human", "import"]),
  isSample: z.boolean().default(false),
  settings: Metadata.default({}),
  createdAt: Timestamp.nullish(),
});

const RunRef = { run: Key, version: Version.nullish() };

const VerdictsPart = z.object({ ...RunRef, judgedAt: Timestamp.nullish(), steps: z.array(Verdict) });
const OutcomePart = z.object({
  ...RunRef,
  correct: z.boolean(),
  /** The metric's figure that the labelling run's threshold was applied to */
  value: z.number().min(0).max(1).nullish(),
  reason: z.string().nullish(),
  labelledAt: Timestamp.nullish(),
});

export const TrajectoryRecord = z.object({
  type: z.literal("trajectory"),
  run: Key,
  set: Key,
  question: Key,
  /** Left out where the source has no number: the importer then counts the samples of a question */
  sample: Sample.nullish(),
  endState: z.string().min(1).max(100),
  finalAnswer: z.string().nullish(),
  prompt: z.array(Message),
  tools: z.array(z.unknown()).nullish(),
  steps: z.array(Step).max(32_000),
  promptTokens: Count.nullish(),
  completionTokens: Count.nullish(),
  metadata: Metadata.default({}),
  createdAt: Timestamp.nullish(),
  verdicts: z.array(VerdictsPart).default([]),
  outcomes: z.array(OutcomePart).default([]),
});

/** Verdicts on a trajectory that is already in the studio or stands earlier in the file. */
export const VerdictsRecord = VerdictsPart.extend({ type: z.literal("verdicts"), trajectory: TrajectoryRef });
/** An outcome of a trajectory that is already in the studio or stands earlier in the file. */
export const OutcomeRecord = OutcomePart.extend({ type: z.literal("outcome"), trajectory: TrajectoryRef });

export const StudioRecord = z.discriminatedUnion("type", [
  HeaderRecord,
  CorpusRecord,
  PassageRecord,
  QuestionSetRecord,
  QuestionRecord,
  ModelRecord,
  RolloutRunRecord,
  JudgingRunRecord,
  LabellingRunRecord,
  TrajectoryRecord,
  VerdictsRecord,
  OutcomeRecord,
  TrainingRunRecord,
  TrainingContextRecord,
  EvalMatrixRecord,
]);
export type StudioRecord = z.infer<typeof StudioRecord>;
export type RecordOf<T extends StudioRecord["type"]> = Extract<StudioRecord, { type: T }>;
/** Records as a mapper writes them: fields with a default may be left out. */
export type StudioRecordInput = z.input<typeof StudioRecord>;
