/** For tests: a filter read off plain objects as its definition says, slowly and without the columns. */
import type { Filter, ProcessRule } from "@/domain/filtering/filter";
import type { PlainStep, PlainTrajectory } from "./pool";

type Word = "reasonable" | "unreasonable" | "missing";

function rulingOf(step: PlainStep, rule: ProcessRule, judges: number[], override: number | null): Word {
  const word = (rating: 1 | 0 | -1): Word =>
    rating === 1 || (rating === 0 && rule.neutralIsReasonable) ? "reasonable" : "unreasonable";
  const own = override === null ? null : (step.verdicts[override]?.rating ?? null);
  if (own !== null) return word(own);
  const words = judges.map((judge) => {
    const rating = step.verdicts[judge]?.rating ?? null;
    return rating === null ? "missing" : word(rating);
  });
  const count = (wanted: Word) => words.filter((one) => one === wanted).length;
  if (rule.join === "any")
    return count("reasonable") ? "reasonable" : count("unreasonable") ? "unreasonable" : "missing";
  if (rule.join === "majority") {
    const margin = count("reasonable") - count("unreasonable");
    return margin > 0 ? "reasonable" : margin < 0 ? "unreasonable" : "missing";
  }
  if (count("unreasonable")) return "unreasonable";
  return words.length > 0 && count("missing") === 0 ? "reasonable" : "missing";
}

function scoreOf(step: PlainStep, judges: number[], override: number | null): number | null {
  const own = override === null ? null : (step.verdicts[override]?.rating ?? null);
  if (own !== null) return own === 1 ? 100 : own === 0 ? 50 : 0;
  const scores = judges.flatMap((judge) => step.verdicts[judge]?.score ?? []);
  return scores.length === 0 ? null : scores.reduce((a, b) => a + b, 0) / scores.length;
}

/** Whether the rule holds once every missing step is filled with `fill`; null where no step is left. */
function holds(
  trajectory: PlainTrajectory,
  rule: ProcessRule,
  judges: number[],
  override: number | null,
  fill: boolean | null,
) {
  const { aggregation } = rule;
  if (aggregation.kind === "every-step" || aggregation.kind === "share") {
    const words = trajectory.steps
      .map((step) => rulingOf(step, rule, judges, override))
      .flatMap((word) => (word === "missing" ? (fill === null ? [] : [fill]) : [word === "reasonable"]));
    if (words.length === 0) return null;
    const least = aggregation.kind === "share" ? aggregation.least : 100;
    return (100 * words.filter(Boolean).length) / words.length >= least - 1e-9;
  }
  const scores = trajectory.steps
    .map((step) => scoreOf(step, judges, override))
    .flatMap((score) => (score === null ? (fill === null ? [] : [fill ? 100 : 0]) : [score]));
  if (scores.length === 0) return null;
  if (aggregation.kind === "minimum-score") return Math.min(...scores) >= aggregation.least - 1e-9;
  return scores.reduce((a, b) => a + b, 0) / scores.length >= aggregation.least - 1e-9;
}

export function naiveLabel(trajectory: PlainTrajectory, rule: ProcessRule, judges: number[], override: number | null) {
  const fills = {
    unjudged: [false, true],
    reasonable: [true],
    unreasonable: [false],
    "left-out": [null],
  }[rule.missing];
  const answers = fills.map((fill) => holds(trajectory, rule, judges, override, fill));
  if (answers.includes(null)) return "unjudged";
  if (answers.every((answer) => answer === true)) return "reasonable";
  return answers.includes(true) ? "unjudged" : "unreasonable";
}

export function naiveOutcome(trajectory: PlainTrajectory, labeller: number, threshold: number | null) {
  const found = trajectory.outcomes[labeller] ?? null;
  if (found === null) return "unlabelled";
  if (threshold === null) return found.correct ? "correct" : "incorrect";
  if (found.value === null) return "unlabelled";
  return found.value >= threshold ? "correct" : "incorrect";
}

/** The steps of a trajectory that the mode keeps, before anything is capped or drawn. */
export function naiveSteps(
  trajectory: PlainTrajectory,
  filter: Filter,
  judges: number[],
  override: number | null,
  labeller: number,
): PlainStep[] {
  const isCorrect = naiveOutcome(trajectory, labeller, filter.outcome.threshold) === "correct";
  if (filter.mode === "none") return trajectory.steps;
  if (filter.mode === "outcome") return isCorrect ? trajectory.steps : [];
  if (filter.mode === "process-and-outcome" && !isCorrect) return [];
  if (naiveLabel(trajectory, filter.process, judges, override) === "reasonable") return trajectory.steps;
  if (filter.granularity === "trajectories") return [];
  const { aggregation, missing } = filter.process;
  const passes = missing === "reasonable" || missing === "left-out";
  const isGood = (step: PlainStep) => {
    if (aggregation.kind === "every-step" || aggregation.kind === "share") {
      const word = rulingOf(step, filter.process, judges, override);
      return word === "missing" ? passes : word === "reasonable";
    }
    const score = scoreOf(step, judges, override);
    return score === null ? passes : score >= aggregation.least - 1e-9;
  };
  const end = trajectory.steps.findIndex((step) => !isGood(step));
  return end < 0 ? trajectory.steps : trajectory.steps.slice(0, end);
}
