/** A review's plan in words. */
import type { ReviewPlan, RulingMode, Sampling, StratifyBy } from "./plan";

export const STRATIFY_WORDS: Record<StratifyBy, string> = {
  verdict: "verdict",
  position: "step position",
  tool: "tool",
  set: "question set",
  model: "model",
  outcome: "outcome",
};

export const SAMPLING_NAMES: Record<Sampling["kind"], string> = {
  uniform: "Uniform",
  stratified: "Stratified",
  disagreement: "Judges disagree",
  threshold: "Near a threshold",
  "at-odds": "Process and outcome at odds",
};

export function samplingWords(sampling: Sampling): string {
  switch (sampling.kind) {
    case "uniform":
      return "uniform";
    case "stratified":
      return `stratified by ${list(sampling.by.map((by) => STRATIFY_WORDS[by]))}`;
    case "disagreement":
      return "where two judging runs disagree";
    case "threshold":
      return `scores nearest to ${sampling.at}`;
    case "at-odds":
      return "process and outcome at odds";
  }
}

export const RULING_WORDS: Record<RulingMode, string> = {
  steps: "a verdict on the step",
  "first-error": "the first wrong step",
  whole: "a verdict on every step",
};

export const unitWords = ({ unit }: Pick<ReviewPlan, "unit">, count: number): string =>
  unit === "step" ? (count === 1 ? "step" : "steps") : count === 1 ? "trajectory" : "trajectories";

function list(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}
