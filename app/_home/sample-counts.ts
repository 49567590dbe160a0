import type { ApiOutputs } from "@/app/trpc";
import { formatCount } from "@/domain/format";

export type SampleCounts = ApiOutputs["library"]["samplePool"];

export const holdsSample = (counts: SampleCounts) =>
  counts.questionSets + counts.trajectories + counts.judgingRuns + counts.labellingRuns > 0;

/** "2 question sets with 60 questions, 300 trajectories, 2 judging runs and 1 labelling run" */
export function inWords(counts: SampleCounts): string {
  const sets = `${formatCount(counts.questionSets, "question set")} with ${formatCount(counts.questions, "question")}`;
  const rest = [
    formatCount(counts.trajectories, "trajectory", "trajectories"),
    formatCount(counts.judgingRuns, "judging run"),
  ];
  return `${[sets, ...rest].join(", ")} and ${formatCount(counts.labellingRuns, "labelling run")}`;
}

/** What code made, without what real models made on its questions. */
export const withoutOwn = (counts: SampleCounts): SampleCounts => ({
  ...counts,
  trajectories: counts.trajectories - counts.ownTrajectories,
});
