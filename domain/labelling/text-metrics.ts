/** Exact match and token F1 of HotpotQA, MuSiQue and BeerQA, as their official scripts compute them. */
import { answerTokens, normaliseAnswer } from "./normalise-answer";

export type AnswerScore = { em: number; f1: number };

const CLOSED = new Set(["yes", "no", "noanswer"]);

/** hotpot_evaluate_v1.py, for one accepted answer. Two empty answers match exactly and still have F1 0. */
export function scoreHotpot(given: string, accepted: string): AnswerScore {
  const left = normaliseAnswer(given);
  const right = normaliseAnswer(accepted);
  if (left !== right && (CLOSED.has(left) || CLOSED.has(right))) return { em: 0, f1: 0 };
  return { em: left === right ? 1 : 0, f1: overlap(answerTokens(given), answerTokens(accepted)) };
}

/** metrics/answer.py of MuSiQue, for one accepted answer. Where either side is empty, F1 is 1 only if both are. */
export function scoreMusique(given: string, accepted: string): AnswerScore {
  const left = answerTokens(given);
  const right = answerTokens(accepted);
  const em = left.join(" ") === right.join(" ") ? 1 : 0;
  return { em, f1: left.length === 0 || right.length === 0 ? em : overlap(left, right) };
}

/** The best of each over all accepted answers. */
export function bestOfEach(score: typeof scoreHotpot, given: string, accepted: readonly string[]): AnswerScore {
  let best: AnswerScore = { em: Number.NEGATIVE_INFINITY, f1: Number.NEGATIVE_INFINITY };
  for (const answer of accepted) {
    const { em, f1 } = score(given, answer);
    best = { em: Math.max(best.em, em), f1: Math.max(best.f1, f1) };
  }
  return best;
}

/** eval_beerqa.py: the first accepted answer with the best F1, and its exact match; none where every F1 is 0. */
export function scoreBeerqa(given: string, accepted: readonly string[]): AnswerScore {
  let best: AnswerScore = { em: 0, f1: 0 };
  for (const answer of accepted) {
    const score = scoreHotpot(given, answer);
    if (score.f1 > best.f1) best = score;
  }
  return best;
}

/** Harmonic mean of precision and recall over the tokens, each as often as it occurs on both sides. */
function overlap(given: readonly string[], accepted: readonly string[]): number {
  const left = new Map<string, number>();
  for (const token of accepted) left.set(token, (left.get(token) ?? 0) + 1);
  let same = 0;
  for (const token of given) {
    const count = left.get(token) ?? 0;
    if (count === 0) continue;
    left.set(token, count - 1);
    same += 1;
  }
  if (same === 0) return 0;
  const precision = same / given.length;
  const recall = same / accepted.length;
  // In this order: a rounding more would move F1 across a threshold.
  return (2 * precision * recall) / (precision + recall);
}
