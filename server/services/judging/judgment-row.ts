/** A judgment as the database holds it: the masks, sums and fingerprint of a trajectory's verdicts. */
import { createHash } from "node:crypto";
import { PROCESS_CODE, summariseVerdicts, type Verdict } from "@/domain/verdict";
import { plainText } from "@/server/services/import/copy";

export type VerdictRow = readonly [
  idx: number,
  rating: number | null,
  score: number | null,
  rationale: string | null,
  raw: string | null,
];

/** Columns of `judgment` beside its run, trajectory and time, in the order of a row's values. */
export const JUDGMENT_COLUMNS = [
  "reasonable",
  "neutral",
  "unreasonable",
  "process",
  "first_unreasonable",
  "score_min",
  "score_sum",
  "score_count",
  "content_hash",
] as const;

/** Throws RangeError on a verdict outside the trajectory or a second one for a step. */
export function judgmentRow(verdicts: readonly Verdict[], numSteps: number) {
  const summary = summariseVerdicts(verdicts, numSteps);
  const rows = [...verdicts].sort((a, b) => a.step - b.step).map(verdictRow);
  const hash = hashVerdicts(rows);
  return {
    process: summary.process,
    // biome-ignore format: one line a group of columns reads better
    values: [summary.reasonable, summary.neutral, summary.unreasonable,
      PROCESS_CODE[summary.process], summary.firstUnreasonable, summary.scoreMin, summary.scoreSum, summary.scoreCount,
      hash],
    verdicts: rows,
  };
}

/** The fingerprint of a trajectory's verdicts, in the order of their steps. */
export const hashVerdicts = (rows: readonly VerdictRow[]): Buffer =>
  createHash("sha256").update(JSON.stringify(rows)).digest().subarray(0, 8);

const verdictRow = (verdict: Verdict): VerdictRow => [
  verdict.step,
  verdict.rating,
  verdict.score ?? null,
  plainText(verdict.rationale),
  plainText(verdict.raw),
];
