/** A pool: any selection of trajectories, as one value that the browse table, comparison and export share. */
import { z } from "zod";
import { FilterMode, Outcome } from "./filter";
import { isPlain, PLAIN } from "./plain-text";
import { ProcessLabel } from "./verdict";

/** What an integer column can hold; anything larger is no id. */
const Id = z.int32().positive();
const Count = z.int32().nonnegative();
/** What PostgreSQL cannot hold nothing could match. */
const Text = z.string().max(400).refine(isPlain, PLAIN);

export const Pool = z.object({
  /** Question sets */
  sets: z.array(Id).default([]),
  /** Rollout runs */
  runs: z.array(Id).default([]),
  /** Models; 0 is "not recorded" */
  models: z.array(z.int32().nonnegative()).default([]),
  /** The rollout runs and question sets that this judging run was made on, judged or not */
  scope: Id.nullable().default(null),
  /** The judging run that process labels, marks and scores come from; null: each trajectory's newest */
  judge: Id.nullable().default(null),
  /** The labelling run that outcomes come from; null: each trajectory's newest */
  labels: Id.nullable().default(null),
  process: z.array(ProcessLabel).default([]),
  outcome: z.array(Outcome).default([]),
  /** A second judging run: both have judged, and their process labels differ; or its label is one of `processAgainst` */
  judgeAgainst: Id.nullable().default(null),
  processAgainst: z.array(ProcessLabel).default([]),
  /** A second labelling run: both have labelled, and differ; or its outcome is one of `outcomeAgainst` */
  labelsAgainst: Id.nullable().default(null),
  outcomeAgainst: z.array(Outcome).default([]),
  /** Kept by this filter mode under `judge` and `labels` */
  mode: FilterMode.nullable().default(null),
  /** Tools called at least once; all of them */
  tools: z.array(Text).default([]),
  endStates: z.array(Text).default([]),
  minSteps: Count.nullable().default(null),
  maxSteps: Count.nullable().default(null),
  /** Mean score of the judging run, 0 to 100, both ends included */
  minScore: z.number().min(0).max(100).nullable().default(null),
  maxScore: z.number().min(0).max(100).nullable().default(null),
  question: Id.nullable().default(null),
  /** In this training set, at least with one step */
  trainingSet: Id.nullable().default(null),
  /** Words the model wrote; web-search syntax: quotes, or, minus */
  search: Text.default(""),
});
export type Pool = z.infer<typeof Pool>;

export const EMPTY_POOL: Pool = Pool.parse({});

export const SortKey = z.enum(["created", "steps", "score", "tokens", "question"]);
export type SortKey = z.infer<typeof SortKey>;
export const Sort = z.object({ by: SortKey.default("created"), descending: z.boolean().default(true) });
export type Sort = z.infer<typeof Sort>;

/** How each field of a pool is written in a query string; short enough to read, long enough to guess. */
export const PARAMS = {
  sets: "set",
  runs: "run",
  models: "model",
  scope: "scope",
  judge: "judge",
  labels: "labels",
  process: "process",
  outcome: "outcome",
  judgeAgainst: "judge-against",
  processAgainst: "process-against",
  labelsAgainst: "labels-against",
  outcomeAgainst: "outcome-against",
  mode: "mode",
  tools: "tool",
  endStates: "end",
  minSteps: "min-steps",
  maxSteps: "max-steps",
  minScore: "min-score",
  maxScore: "max-score",
  question: "question",
  trainingSet: "in-training-set",
  search: "q",
} as const satisfies Record<keyof Pool, string>;

/** The names of all parameters that describe a pool. */
export const POOL_PARAMS: readonly string[] = Object.values(PARAMS);

/** Writes a pool as query parameters; what is at its default is left out, lists repeat their name. */
export function poolToParams(pool: Pool): URLSearchParams {
  const params = new URLSearchParams();
  for (const [field, name] of Object.entries(PARAMS) as [keyof Pool, string][]) {
    const value = pool[field];
    if (Array.isArray(value)) for (const item of value) params.append(name, String(item));
    else if (value !== null && value !== "") params.set(name, String(value));
  }
  return params;
}

/** Reads a pool from query parameters. A parameter that does not parse is ignored and named in `ignored`. */
export function poolFromParams(params: URLSearchParams): { pool: Pool; ignored: string[] } {
  const ignored: string[] = [];
  const given: Record<string, unknown> = {};
  for (const [field, name] of Object.entries(PARAMS) as [keyof Pool, string][]) {
    const values = params.getAll(name);
    if (values.length === 0) continue;
    const shape = Pool.shape[field];
    const isList = Array.isArray(EMPTY_POOL[field]);
    const candidate = isList ? values.map(readValue(field)) : readValue(field)(values[0] ?? "");
    const parsed = shape.safeParse(candidate);
    if (parsed.success) given[field] = parsed.data;
    else ignored.push(name);
  }
  return { pool: Pool.parse(given), ignored };
}

/** Whether anything limits it: whose verdicts and outcomes are read is no condition. */
export const hasConditions = (pool: Pool): boolean => poolToParams({ ...pool, judge: null, labels: null }).size > 0;

const TEXT_FIELDS = new Set<keyof Pool>([
  "process",
  "processAgainst",
  "outcome",
  "outcomeAgainst",
  "mode",
  "tools",
  "endStates",
  "search",
]);

function readValue(field: keyof Pool): (text: string) => unknown {
  if (TEXT_FIELDS.has(field)) return (text) => text;
  return (text) => (/^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(text) ? Number(text) : text);
}
