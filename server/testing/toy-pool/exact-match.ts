/** How the toy pool's labelling run decides outcomes: exact match after normalising. */
import type { Outcome } from "@/domain/filter";
import { normaliseAnswer } from "@/domain/labelling/normalise-answer";

export type Metric = "exact-number" | "exact-match";
export type Label = { outcome: Exclude<Outcome, "unlabelled">; reason: string };

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
