/** A review as it is typed, and the plan it comes to. */
import { issueWords, readNumber } from "@/app/settings/issue-words";
import type { Pool } from "@/domain/pool";
import type { StratifyBy } from "@/domain/review/plan";
import {
  judgesWanted,
  NewReview,
  needsLabels,
  type ReviewPlan,
  type RulingMode,
  type Sampling,
} from "@/domain/review/plan";

export type Values = {
  name: string;
  pool: Pool;
  ruling: RulingMode;
  sampling: Sampling["kind"];
  by: StratifyBy[];
  threshold: string;
  size: string;
  overlap: string;
  seed: string;
  hindsight: boolean;
  judge: number | null;
  against: number | null;
  labels: number | null;
};

export type FieldErrors = Partial<Record<keyof Values, string>>;

type Start = { name: string; pool: Pool; judge: number | null; labels: number | null };

export function initialValues({ name, pool, judge, labels }: Start): Values {
  return {
    ...{ name, pool, judge, labels, against: pool.judgeAgainst },
    ...{ ruling: "steps", sampling: judge === null ? "uniform" : "stratified", by: ["verdict"], threshold: "50" },
    ...{ size: "100", overlap: "1", seed: "1", hindsight: false },
  };
}

export const wantsJudge = (values: Values): boolean => judgesWanted(samplingOf(values)) > 0;

/** The plan, or what is wrong with it by field. `key` is the review's own. */
export function readValues(values: Values, key: string): { review: NewReview | null; errors: FieldErrors } {
  const sampling = samplingOf(values);
  const wanted = judgesWanted(sampling);
  const judges = [values.judge, wanted === 2 ? values.against : null].filter((id) => id !== null);
  const plan: Record<keyof ReviewPlan, unknown> = {
    unit: values.ruling === "steps" ? "step" : "trajectory",
    sampling,
    size: readNumber(values.size),
    overlap: readNumber(values.overlap),
    seed: readNumber(values.seed),
    ruling: values.ruling,
    hindsight: values.hindsight,
    judges,
    labels: needsLabels(sampling) || values.labels !== null ? values.labels : null,
  };
  const parsed = NewReview.safeParse({ key, name: values.name, pool: values.pool, plan });
  const errors: FieldErrors = {};
  for (const issue of parsed.error?.issues ?? []) {
    const field = fieldOf(issue.path, wanted, values);
    errors[field] ??= issueWords(issue);
  }
  return { review: parsed.data ?? null, errors };
}

function samplingOf({ sampling, by, threshold }: Values): Sampling {
  switch (sampling) {
    case "stratified":
      return { kind: sampling, by };
    case "threshold":
      return { kind: sampling, at: readNumber(threshold) };
    default:
      return { kind: sampling };
  }
}

function fieldOf(path: readonly PropertyKey[], wanted: number, values: Values): keyof Values {
  const [first, second, third] = path;
  if (first === "name") return "name";
  if (second === "judges") return wanted === 2 && values.judge !== null ? "against" : "judge";
  if (second === "sampling") return third === "at" ? "threshold" : third === "by" ? "by" : "sampling";
  if (second === "size" || second === "overlap" || second === "seed" || second === "labels") return second;
  return "sampling";
}
