import type { TrainingSetFacts } from "@/domain/training-set/facts";

/** All of it came with the studio. */
export const isOfSample = (facts: Pick<TrainingSetFacts, "rolloutRuns"> | null): boolean =>
  facts !== null && facts.rolloutRuns.length > 0 && facts.rolloutRuns.every(({ isSample }) => isSample);
