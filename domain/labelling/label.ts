/** One trajectory's label by a metric: the value, whether it reaches the threshold, and what was compared. */
import { type Given, scoreAnswer } from "./metrics";
import { flexibleNumber, strictNumber } from "./number-metrics";
import type { MetricLabeller } from "./settings";

/** `correct` null: unlabelled */
export type Label = { correct: boolean | null; value: number | null; reason: string };

const SHOWN_LENGTH = 200;
const SHOWN_ANSWERS = 5;

export function labelByMetric(
  { metric, threshold }: Pick<MetricLabeller, "metric" | "threshold">,
  given: Given,
  accepted: readonly string[],
): Label {
  const value = scoreAnswer(metric, given, accepted);
  if (value === null) return { correct: null, value: null, reason: "the question has no accepted answer" };
  return { correct: value >= threshold, value, reason: `${whatWasRead(metric, given)}, accepted ${list(accepted)}` };
}

function whatWasRead(metric: MetricLabeller["metric"], { finalAnswer, lastText }: Given): string {
  if (!metric.startsWith("gsm8k")) return finalAnswer === null ? "no final answer" : `predicted ${quote(finalAnswer)}`;
  const text = finalAnswer ?? lastText;
  if (text === null) return "no final answer";
  const number = metric === "gsm8k-strict" ? strictNumber(text, finalAnswer !== null) : flexibleNumber(text);
  const place = finalAnswer === null ? "the last action" : quote(finalAnswer);
  return number === null ? `no number in ${place}` : `read ${quote(number)} in ${place}`;
}

export function list(accepted: readonly string[]): string {
  const shown = accepted.slice(0, SHOWN_ANSWERS).map(quote).join(" or ");
  const more = accepted.length - SHOWN_ANSWERS;
  return more > 0 ? `${shown} or ${more} more` : shown;
}

export function quote(text: string): string {
  const flat = text.replace(/\s+/g, " ").trim();
  const head = Array.from(flat.slice(0, SHOWN_LENGTH + 1))
    .slice(0, SHOWN_LENGTH)
    .join("");
  return `"${head}${flat.length > head.length ? "…" : ""}"`;
}
