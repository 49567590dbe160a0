/** An arm as it is typed, and the filter it stands for. */
import { z } from "zod";
import { issueWords, readNumber } from "@/app/settings/issue-words";
import { FilterMode } from "@/domain/filter";
import { type Caps, Filter, Join, MissingVerdict } from "@/domain/filtering/filter";
import { formatNumber } from "@/domain/format";

/** Numbers are texts; an empty one sets no limit. */
export const ArmForm = z.object({
  mode: FilterMode,
  judges: z.array(z.int()),
  join: Join,
  override: z.int().nullable(),
  aggregation: z.enum(["every-step", "share", "mean-score", "minimum-score"]),
  least: z.string(),
  neutralIsReasonable: z.boolean(),
  missing: MissingVerdict,
  labels: z.int().nullable(),
  correctFrom: z.string(),
  granularity: z.enum(["trajectories", "prefixes"]),
  contexts: z.enum(["each", "once"]),
  perQuestion: z.string(),
  contextTokens: z.string(),
  trajectories: z.string(),
  weights: z.array(z.object({ set: z.int(), weight: z.string() })),
  heldOut: z.array(z.int()),
  byText: z.boolean(),
  byWords: z.string(),
  byPassage: z.boolean(),
  seed: z.string(),
});
export type ArmForm = z.infer<typeof ArmForm>;
/** One more field than the form has: its name */
export type ArmErrors = Partial<Record<keyof ArmForm | "name", string>>;

export function formOf({ mode, process, outcome, caps, holdOut, ...filter }: Filter): ArmForm {
  return {
    mode,
    judges: process.judges,
    join: process.join,
    override: process.override,
    aggregation: process.aggregation.kind,
    least: "least" in process.aggregation ? String(process.aggregation.least) : "70",
    neutralIsReasonable: process.neutralIsReasonable,
    missing: process.missing,
    labels: outcome.labels,
    correctFrom: typed(outcome.threshold),
    granularity: filter.granularity,
    contexts: filter.contexts,
    perQuestion: typed(caps.perQuestion),
    contextTokens: typed(caps.contextTokens),
    trajectories: typed(caps.trajectories),
    weights: caps.weights.map(({ set, weight }) => ({ set, weight: String(weight) })),
    heldOut: holdOut.sets,
    byText: holdOut.byText,
    byWords: typed(holdOut.byWords),
    byPassage: holdOut.byPassage,
    seed: String(filter.seed),
  };
}

/** The filter of a form, or what is wrong with each field. */
export function filterOf(form: ArmForm): { filter: Filter } | { errors: ArmErrors } {
  const caps: Record<keyof Caps, unknown> = {
    perQuestion: read(form.perQuestion),
    contextTokens: read(form.contextTokens),
    trajectories: read(form.trajectories),
    weights: form.weights.map(({ set, weight }) => ({ set, weight: readNumber(weight) })),
  };
  const { data, error } = Filter.safeParse({
    mode: form.mode,
    process: {
      judges: form.judges,
      join: form.join,
      override: form.override,
      aggregation: { kind: form.aggregation, least: readNumber(form.least) },
      neutralIsReasonable: form.neutralIsReasonable,
      missing: form.missing,
    },
    outcome: { labels: form.labels, threshold: read(form.correctFrom) },
    granularity: form.granularity,
    contexts: form.contexts,
    caps,
    holdOut: {
      sets: form.heldOut,
      byText: form.byText,
      byWords: read(form.byWords),
      byPassage: form.byPassage,
    },
    seed: readNumber(form.seed),
  });
  if (data) return { filter: data };
  const errors: ArmErrors = {};
  for (const issue of error.issues) {
    const field = fieldOf(issue.path.map(String));
    errors[field] ??= issueWords(issue);
  }
  return { errors };
}

const FIELDS: Record<string, keyof ArmForm> = { aggregation: "least", threshold: "correctFrom", sets: "heldOut" };

function fieldOf([head = "", second = ""]: string[]): keyof ArmForm {
  const name = second === "" ? head : second;
  return FIELDS[name] ?? (name as keyof ArmForm);
}

/** Numbers are shown as they can be typed again. */
const typed = (value: number | null) =>
  value === null ? "" : Number.isInteger(value) ? formatNumber(value) : String(value);
const read = (text: string) => (text.trim() === "" ? null : readNumber(text));
