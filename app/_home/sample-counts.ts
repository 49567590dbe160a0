import type { ApiOutputs } from "@/app/trpc";
import { formatCount } from "@/domain/format";

export type SampleCounts = ApiOutputs["library"]["samplePool"];

export const holdsSample = (counts: SampleCounts) =>
  counts.questionSets + counts.trajectories + counts.judgingRuns + counts.labellingRuns + counts.trainingRuns > 0;

/** "2 question sets with 60 questions, 300 trajectories, 2 judging runs, 1 labelling run and 1 training run" */
export function inWords(counts: SampleCounts): string {
  const sets = `${formatCount(counts.questionSets, "question set")} with ${formatCount(counts.questions, "question")}`;
  const rest = [
    formatCount(counts.trajectories, "trajectory", "trajectories"),
    formatCount(counts.judgingRuns, "judging run"),
    formatCount(counts.labellingRuns, "labelling run"),
    ...(counts.trainingRuns > 0 ? [formatCount(counts.trainingRuns, "training run")] : []),
  ];
  return `${[sets, ...rest.slice(0, -1)].join(", ")} and ${rest.at(-1)}`;
}

/** What code made, without what real models made on its questions. */
export const withoutOwn = (counts: SampleCounts): SampleCounts => ({
  ...counts,
  trajectories: counts.trajectories - counts.ownTrajectories,
});
