/** Verdicts: a judge's ruling on one step, and what the rulings on a trajectory's steps add up to. */
import { z } from "zod";

/** -1 unreasonable, 0 neutral, 1 reasonable. */
export const Rating = z.union([z.literal(-1), z.literal(0), z.literal(1)]);
export type Rating = z.infer<typeof Rating>;

export const Verdict = z.object({
  /** Zero-based index of the step */
  step: z.int().nonnegative(),
  /** null is "no verdict": the judge's reply could not be used. It is never a negative verdict. */
  rating: Rating.nullable(),
  /** Whole points 0 to 100, so that thresholds and means never move a row by rounding */
  score: z.int().min(0).max(100).nullish(),
  rationale: z.string().nullish(),
  /** The judge's reply as it came, where it is known */
  raw: z.string().nullish(),
});
export type Verdict = z.infer<typeof Verdict>;

/** A trajectory under one judging run. */
export const ProcessLabel = z.enum(["reasonable", "unreasonable", "unjudged"]);
export type ProcessLabel = z.infer<typeof ProcessLabel>;

/** The smallint the database holds for each process label. */
export const PROCESS_CODE = { reasonable: 1, unjudged: 0, unreasonable: -1 } as const satisfies Record<
  ProcessLabel,
  number
>;

/** One mark of a verdict strip: reasonable, neutral, unreasonable, none ("no verdict"). */
export const Mark = z.enum(["reasonable", "neutral", "unreasonable", "none"]);
export type Mark = z.infer<typeof Mark>;

export function markOf(rating: Rating | null | undefined): Mark {
  if (rating === 1) return "reasonable";
  if (rating === 0) return "neutral";
  return rating === -1 ? "unreasonable" : "none";
}

/** All rulings of one judging run on one trajectory, compact: one bit a step in each mask, as strings of 0 and 1. */
export type Judgment = {
  reasonable: string;
  neutral: string;
  unreasonable: string;
  process: ProcessLabel;
  firstUnreasonable: number | null;
  scoreMin: number | null;
  scoreSum: number;
  scoreCount: number;
};

/**
 * Adds up the verdicts on a trajectory of `numSteps` steps. Unreasonable if any step is; else unjudged if any step has
 * no verdict; else reasonable. Neutral counts as reasonable. A trajectory without steps is unjudged.
 * Throws RangeError on a verdict outside the trajectory or a second one for a step.
 */
export function summariseVerdicts(verdicts: readonly Verdict[], numSteps: number): Judgment {
  const marks: Mark[] = Array.from({ length: numSteps }, () => "none");
  const seen = new Set<number>();
  let scoreMin: number | null = null;
  let scoreSum = 0;
  let scoreCount = 0;
  for (const verdict of verdicts) {
    if (verdict.step >= numSteps)
      throw new RangeError(`verdict on step ${verdict.step + 1} of a trajectory of ${numSteps} steps`);
    if (seen.has(verdict.step)) throw new RangeError(`two verdicts on step ${verdict.step + 1}`);
    seen.add(verdict.step);
    marks[verdict.step] = markOf(verdict.rating);
    if (verdict.score === null || verdict.score === undefined) continue;
    scoreMin = scoreMin === null ? verdict.score : Math.min(scoreMin, verdict.score);
    scoreSum += verdict.score;
    scoreCount += 1;
  }
  const mask = (wanted: Mark) => marks.map((mark) => (mark === wanted ? "1" : "0")).join("");
  const firstUnreasonable = marks.indexOf("unreasonable");
  return {
    reasonable: mask("reasonable"),
    neutral: mask("neutral"),
    unreasonable: mask("unreasonable"),
    process: processLabel(marks),
    firstUnreasonable: firstUnreasonable < 0 ? null : firstUnreasonable,
    scoreMin,
    scoreSum,
    scoreCount,
  };
}

export function processLabel(marks: readonly Mark[]): ProcessLabel {
  if (marks.includes("unreasonable")) return "unreasonable";
  return marks.length === 0 || marks.includes("none") ? "unjudged" : "reasonable";
}

/** The marks of a compact judgment, one a step. */
export function marksOf(judgment: Pick<Judgment, "reasonable" | "neutral" | "unreasonable">): Mark[] {
  return Array.from(judgment.reasonable, (bit, step) => {
    if (bit === "1") return "reasonable";
    if (judgment.neutral[step] === "1") return "neutral";
    return judgment.unreasonable[step] === "1" ? "unreasonable" : "none";
  });
}
