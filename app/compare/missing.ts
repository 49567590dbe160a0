/** What a comparison cannot know, in sentences: nothing missing is dropped without a word. */
import type { Comparison } from "@/domain/comparison";
import { formatCount } from "@/domain/format";

const trajectories = (count: number) => formatCount(count, "trajectory", "trajectories");

export function missingSentences({ matrix, modes }: Pick<Comparison, "matrix" | "modes">): string[] {
  const { unjudged } = matrix;
  const withoutVerdict = unjudged.correct + unjudged.incorrect + unjudged.unlabelled;
  const unlabelled = modes.none.unlabelled;
  const noTokens = modes.none.tokens.notRecorded;
  const sentences: string[] = [];
  if (withoutVerdict > 0)
    sentences.push(
      `${trajectories(withoutVerdict)} ${has(withoutVerdict)} a step with no verdict and no unreasonable one, and ${is(withoutVerdict)} kept by neither process mode.`,
    );
  if (unlabelled > 0)
    sentences.push(
      `${trajectories(unlabelled)} ${is(unlabelled)} unlabelled and kept by neither outcome mode; shares correct leave ${unlabelled === 1 ? "it" : "them"} out.`,
    );
  if (noTokens > 0) sentences.push(`Tokens are not recorded for ${trajectories(noTokens)}.`);
  return sentences;
}

const has = (count: number) => (count === 1 ? "has" : "have");
const is = (count: number) => (count === 1 ? "is" : "are");
