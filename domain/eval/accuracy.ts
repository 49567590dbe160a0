/** Accuracy of a model on a question set. */
import { type Interval, wilson } from "../interval";

/** Sums over the questions of an eval: n labelled samples of a question, c of them correct. */
export type QuestionSums = {
  /** Questions with a labelled sample */
  questions: number;
  /** Σ n, Σ c, Σ n², Σ c², Σ n·c */
  labelled: number;
  correct: number;
  labelledSquared: number;
  correctSquared: number;
  product: number;
};

export type Accuracy = { share: number; n: number; questions: number } & Interval;

/**
 * Share correct of the labelled samples with a 95 % interval; null where nothing is labelled. Questions are what was
 * drawn: the samples of one go together. The variance is that of a ratio over clusters of unequal size (Cochran,
 * Sampling Techniques, 3rd ed. 1977, eq. 11.10, without finite population correction), and the interval Wilson's on as many
 * independent answers as would have that variance. With one sample a question it is Wilson's interval itself.
 */
export function accuracyOf(sums: QuestionSums): Accuracy | null {
  const { questions, labelled, correct } = sums;
  if (labelled === 0) return null;
  const share = correct / labelled;
  const size = Math.min(labelled, Math.max(effectiveSize(sums, share), 1));
  const interval = wilson(Math.min(size, share * size), size);
  return interval && { share, n: labelled, questions, ...interval };
}

function effectiveSize({ questions, labelled, ...sums }: QuestionSums, share: number): number {
  if (labelled === questions) return questions;
  const residual = sums.correctSquared - 2 * share * sums.product + share * share * sums.labelledSquared;
  const variance = questions > 1 ? (questions / (questions - 1)) * (residual / (labelled * labelled)) : 0;
  // All alike, or a single question: as if each had been asked once.
  return variance <= 0 ? questions : (share * (1 - share)) / variance;
}

/** The sums of single questions. */
export function sumsOf(perQuestion: readonly { labelled: number; correct: number }[]): QuestionSums {
  const sums = { questions: 0, labelled: 0, correct: 0, labelledSquared: 0, correctSquared: 0, product: 0 };
  for (const { labelled, correct } of perQuestion) {
    if (labelled === 0) continue;
    sums.questions += 1;
    sums.labelled += labelled;
    sums.correct += correct;
    sums.labelledSquared += labelled * labelled;
    sums.correctSquared += correct * correct;
    sums.product += labelled * correct;
  }
  return sums;
}
