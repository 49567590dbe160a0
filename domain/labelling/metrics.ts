/** The official metrics: one value from 0 to 1 for a final answer against the accepted ones. */
import { flexibleNumber, flexibleTarget, strictNumber } from "./number-metrics";
import type { Metric } from "./settings";
import { bestOfEach, scoreBeerqa, scoreHotpot, scoreMusique } from "./text-metrics";

/** Grows when a metric changes what it answers. */
export const METRIC_VERSION = 1;

/** What a trajectory gives to be scored. */
export type Given = {
  finalAnswer: string | null;
  /** The text of a last action that calls no tool: where GSM8K's scripts look when there is no final answer */
  lastText: string | null;
};

type Score = (given: Given, accepted: readonly string[]) => number;

const ofAnswer =
  (score: (answer: string, accepted: readonly string[]) => number): Score =>
  ({ finalAnswer }, accepted) =>
    finalAnswer === null ? 0 : score(finalAnswer, accepted);

const SCORES: Record<Metric, Score> = {
  "gsm8k-strict": ({ finalAnswer, lastText }, accepted) => {
    const number = strictNumber(finalAnswer ?? lastText ?? "", finalAnswer !== null);
    return number !== null && accepted.some((answer) => strictNumber(answer, true) === number) ? 1 : 0;
  },
  "gsm8k-flexible": ({ finalAnswer, lastText }, accepted) => {
    const number = flexibleNumber(finalAnswer ?? lastText ?? "");
    return number !== null && accepted.some((answer) => flexibleTarget(answer) === number) ? 1 : 0;
  },
  "hotpotqa-em": ofAnswer((answer, accepted) => bestOfEach(scoreHotpot, answer, accepted).em),
  "hotpotqa-f1": ofAnswer((answer, accepted) => bestOfEach(scoreHotpot, answer, accepted).f1),
  "musique-em": ofAnswer((answer, accepted) => bestOfEach(scoreMusique, answer, accepted).em),
  "musique-f1": ofAnswer((answer, accepted) => bestOfEach(scoreMusique, answer, accepted).f1),
  "beerqa-em": ofAnswer((answer, accepted) => scoreBeerqa(answer, accepted).em),
  "beerqa-f1": ofAnswer((answer, accepted) => scoreBeerqa(answer, accepted).f1),
};

/** The metric's value, or null where nothing was accepted that an answer could be compared with. */
export function scoreAnswer(metric: Metric, given: Given, accepted: readonly string[]): number | null {
  return accepted.length === 0 ? null : SCORES[metric](given, accepted);
}
