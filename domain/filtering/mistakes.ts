/** What a process filter gets wrong where outcomes are known: wrong answers it keeps, right ones it throws away. */
import { type Interval, wilson } from "../interval";
import type { ArmFigures } from "./figures";

export type Mistakes = {
  /** Kept trajectories with a wrong answer, of those kept that are labelled */
  wrongKept: number;
  labelledKept: number;
  /** With Wilson's 95 % interval; null where nothing kept is labelled */
  shareWrong: ({ share: number } & Interval) | null;
  /** Trajectories with a right answer that are not kept, of all that have one */
  rightLost: number;
  right: number;
};

export function mistakesOf({ kept, lost }: Pick<ArmFigures, "kept" | "lost">): Mistakes {
  const labelledKept = kept.correct + kept.incorrect;
  const interval = wilson(kept.incorrect, labelledKept);
  return {
    wrongKept: kept.incorrect,
    labelledKept,
    shareWrong: interval && { share: kept.incorrect / labelledKept, ...interval },
    rightLost: lost.correct,
    right: kept.correct + lost.correct,
  };
}
