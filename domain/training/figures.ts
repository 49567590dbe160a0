/** The figures of a training run that are drawn: what each is called, its unit, what is around its line. */
import { formatNumber, formatShare } from "../format";
import type { Algorithm } from "./config";
import { type Point, reasonableInterval } from "./series";

export type Figure = {
  /** As the trainer names it (MetricsEvent) */
  name: string;
  title: string;
  unit: string;
  explains: string;
  isShare: boolean;
  /** Only step-wise RL has it */
  ofSampling: boolean;
  /** What the band shows of a point that stands for one update */
  band: "deviation" | "interval" | null;
  /** The same in words */
  bandExplains: string;
};

const SPREAD = "The band goes from the least to the greatest.";

const share = (name: string, title: string, unit: string, explains: string): Figure => ({
  ...{ name, title, unit, explains, isShare: true, ofSampling: true, band: null, bandExplains: SPREAD },
});
const number = (name: string, title: string, unit: string, explains: string, ofSampling = true): Figure => ({
  ...{ name, title, unit, explains, isShare: false, ofSampling, band: null, bandExplains: SPREAD },
});

export const FIGURES: readonly Figure[] = [
  {
    ...number("reward", "Reward", "mean reward", "Mean over an update's sampled actions."),
    band: "deviation",
    bandExplains: "The band is one standard deviation.",
  },
  {
    ...share(
      "reasonable_share",
      "Share reasonable",
      "of sampled actions",
      "Sampled actions that the judge ruled reasonable, of those it ruled on.",
    ),
    band: "interval",
    bandExplains: "The band is Wilson's 95 % interval, taking the actions as drawn independently.",
  },
  share(
    "frac_reward_zero_std",
    "Contexts without a signal",
    "of contexts",
    "Contexts whose sampled actions were all rewarded alike: nothing is learned from them.",
  ),
  number("kl", "KL from the base model", "nats a token", "How far the policy has moved from the base model."),
  number(
    "entropy",
    "Entropy",
    "nats a token",
    "How undecided the policy is; near zero it always writes the same.",
    false,
  ),
  number("action_tokens", "Length of an action", "mean tokens", "Mean tokens of a sampled action."),
  number("loss", "Loss", "loss", "What the optimiser lowers.", false),
  number("step_seconds", "Time of an update", "seconds", "Sampling, judging and learning together.", false),
  share(
    "unscored_share",
    "Without a reward",
    "of sampled actions",
    "Sampled actions on which the judge gave no ruling that could be read.",
  ),
  share("answer_share", "Actions that answer", "of sampled actions", "Sampled actions that end with a final answer."),
  share("repetition", "Repetition", "of 4-grams", "Runs of four words that were there before in the same action."),
  share("cut_share", "Actions cut off", "of sampled actions", "Sampled actions that ran into the limit of tokens."),
  number("grad_norm", "Gradient norm", "norm", "Before clipping.", false),
  number("learning_rate", "Learning rate", "rate", "As the schedule gives it.", false),
];

/** Those drawn on a run's page; the others follow on demand. */
const FIRST = 8;

/** The figures that these algorithms have and of which something is known, the main ones first. */
export function figuresOf(
  algorithms: readonly Algorithm[],
  points: readonly Point[],
): { main: Figure[]; more: Figure[] } {
  const known = new Set(points.flatMap(({ values }) => Object.keys(values).filter((name) => values[name] !== null)));
  const has = (figure: Figure) => known.has(figure.name) && (!figure.ofSampling || algorithms.includes("swirl"));
  return { main: FIGURES.slice(0, FIRST).filter(has), more: FIGURES.slice(FIRST).filter(has) };
}

/** A figure's value as it is written: shares in per cent, numbers with the digits that matter. */
export function formatFigure({ isShare, name }: Pick<Figure, "isShare" | "name">, value: number): string {
  if (isShare) return formatShare(value);
  if (name === "learning_rate") return value.toExponential(2).replace("e-", "e−");
  return formatNumber(value, digitsOf(value));
}

function digitsOf(value: number): number {
  const size = Math.abs(value);
  if (size === 0 || size >= 100) return size % 1 === 0 ? 0 : 1;
  return size >= 1 ? 2 : Math.min(6, 2 - Math.floor(Math.log10(size)));
}

/** What lies around a point's line, and null where nothing is known. */
export function bandOf(figure: Figure, point: Point, actionsPerUpdate: number): [number, number] | null {
  const value = point.values[figure.name];
  if (value === null || value === undefined) return null;
  if (figure.band === "interval") {
    const interval = reasonableInterval(point, actionsPerUpdate);
    return interval && [interval.low, interval.high];
  }
  if (figure.band === "deviation") {
    const deviation = point.values.reward_std;
    return typeof deviation === "number" ? [value - deviation, value + deviation] : null;
  }
  const [low, high] = [point.low?.[figure.name], point.high?.[figure.name]];
  return typeof low === "number" && typeof high === "number" ? [low, high] : null;
}
