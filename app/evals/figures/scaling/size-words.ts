import type { SizeKind } from "@/domain/eval/figures/scaling";

export const SIZE_WORDS: Record<SizeKind, { name: string; axis: string }> = {
  trajectories: { name: "Trajectories of the data", axis: "training trajectories" },
  contexts: { name: "Distinct contexts", axis: "distinct contexts" },
  rows: { name: "Sub-trajectories", axis: "sub-trajectories" },
};
