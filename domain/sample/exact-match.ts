/** How the sample's labelling run decides outcomes: exact match after normalising. */
import type { Outcome } from "../filter";

export type Metric = "exact-number" | "exact-match";
export type Label = { outcome: Exclude<Outcome, "unlabelled">; reason: string };

/** Lower case, then no punctuation, no articles, single spaces: the order of the HotpotQA script. */
export function normaliseAnswer(text: string): string {
  return text
    .toLowerCase()
    .replace(/[!-/:-@[-`{-~]/g, "")
    .replace(/\b(a|an|the)\b/g, " ")
    .split(/\s+/)
    .filter(Boolean)
    .join(" ");
}

/** The last number of an answer without its thousands separators, or null. */
export function answerNumber(text: string): string | null {
  const numbers = text.match(/-?\d[\d,]*(\.\d+)?/g);
  const last = numbers?.at(-1)?.replaceAll(",", "");
  return last === undefined ? null : String(Number(last));
}

/** Compares a final answer with the accepted answers. No answer is incorrect. */
export function labelAnswer(metric: Metric, finalAnswer: string | null, accepted: readonly string[]): Label {
  if (finalAnswer === null) return { outcome: "incorrect", reason: "no final answer" };
  const read = metric === "exact-number" ? answerNumber : normaliseAnswer;
  const given = read(finalAnswer);
  const isCorrect = given !== null && accepted.some((answer) => read(answer) === given);
  const list = accepted.map((answer) => `"${answer}"`).join(" or ");
  return {
    outcome: isCorrect ? "correct" : "incorrect",
    reason: `predicted "${finalAnswer}", accepted ${list}`,
  };
}
