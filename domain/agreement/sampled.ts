/** What is to be said where a judging run rules on a sample that was not drawn uniformly. */
import type { Sampling } from "../review/plan";

export type Sampled = {
  side: "a" | "b";
  /** null: the review is gone, and with it how it was drawn */
  review: {
    id: number;
    name: string;
    unit: "step" | "trajectory";
    sampling: Exclude<Sampling["kind"], "uniform">;
  } | null;
  /** Each step counts with 1 / its probability of being drawn */
  isWeighted: boolean;
};

const DRAWN = {
  stratified: "from strata",
  disagreement: "only where two judging runs disagree",
  threshold: "only from the scores nearest to a threshold",
  "at-odds": "only where process and outcome are at odds",
} as const satisfies Record<Exclude<Sampling["kind"], "uniform">, string>;

export function sampledWords({ side, review, isWeighted }: Sampled): string {
  const who = side.toUpperCase();
  if (!review) return `${who} rules on the sample of a review that is gone: how it was drawn is not known.`;
  const drawn = `${who} rules on the sample of the review “${review.name}”, drawn ${DRAWN[review.sampling]}`;
  if (review.sampling !== "stratified") return `${drawn}: the figures are of that part of the pool alone.`;
  if (!isWeighted)
    return `${drawn}: some kinds of steps come up more often than in the pool, and the figures are not weighted.`;
  const but = review.unit === "step" ? "First-error accuracy, scores" : "Scores";
  return `${drawn}: each step is weighted by 1 / its probability of being drawn. ${but} and α of several judges are not.`;
}
