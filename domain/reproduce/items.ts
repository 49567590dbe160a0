/** The answers that all tables of the miniature are computed from: one line a question that a model answered. */
import { z } from "zod";

const Count = z.int().nonnegative();

export const ReproduceItem = z.object({
  arm: z.string(),
  /** 0 for the base, which has none */
  seed: Count,
  iteration: Count,
  /** Key of the question set */
  set: z.string(),
  /** Key of the question */
  question: z.string(),
  correct: z.boolean(),
  steps: Count,
  /** Steps that the filtering judge ruled on, and found reasonable */
  ruled: Count,
  reasonable: Count,
  /** The same by the judge that had no part in training */
  ruledByOther: Count,
  reasonableByOther: Count,
});
export type ReproduceItem = z.infer<typeof ReproduceItem>;

export const JUDGES = ["filtering", "other"] as const;
export type ReproduceJudge = (typeof JUDGES)[number];

/** What is averaged: right answers among all, or reasonable steps among those with a verdict. */
export type Measure = "accuracy" | ReproduceJudge;

export function partOf(item: ReproduceItem, measure: Measure): { count: number; of: number } {
  switch (measure) {
    case "accuracy":
      return { count: item.correct ? 1 : 0, of: 1 };
    case "filtering":
      return { count: item.reasonable, of: item.ruled };
    case "other":
      return { count: item.reasonableByOther, of: item.ruledByOther };
  }
}

export const lineOf = (item: ReproduceItem) => `${JSON.stringify(ReproduceItem.parse(item))}\n`;
