import type { ApiOutputs } from "@/app/trpc";
import { formatCount } from "@/domain/format";

export type SamplePool = ApiOutputs["library"]["samplePool"];
export type SampleCounts = SamplePool["counts"];

export const holdsSample = (counts: SampleCounts) =>
  counts.questionSets +
    counts.trajectories +
    counts.judgingRuns +
    counts.labellingRuns +
    counts.trainingRuns +
    counts.models >
  0;

/** "2 question sets with 60 questions, 300 trajectories, 2 judging runs and 1 labelling run": what there is of each. */
export function inWords(counts: SampleCounts): string {
  const parts = [
    counts.questionSets > 0 &&
      `${formatCount(counts.questionSets, "question set")} with ${formatCount(counts.questions, "question")}`,
    counts.trajectories > 0 && formatCount(counts.trajectories, "trajectory", "trajectories"),
    counts.judgingRuns > 0 && formatCount(counts.judgingRuns, "judging run"),
    counts.labellingRuns > 0 && formatCount(counts.labellingRuns, "labelling run"),
    counts.trainingRuns > 0 && formatCount(counts.trainingRuns, "training run"),
    counts.models > 0 && formatCount(counts.models, "model"),
  ].filter((part) => part !== false);
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
