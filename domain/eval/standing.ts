/** How far an eval has come, and which of several stands for a model on a question set. */
import type { RunStatus } from "../run";

type Progress = {
  /** Of its rollout run; null: not carried out here */
  status: RunStatus | null;
  /** Made so far, and how many of them have an outcome */
  trajectories: number;
  labelled: number;
};

/** `whole`: finished and labelled; `part`: finished, much of it unlabelled; `cut`: under way or cancelled, with outcomes. */
export type Standing = "whole" | "part" | "cut" | "unlabelled";
const ORDER: readonly Standing[] = ["whole", "part", "cut", "unlabelled"];

/** Some questions have no accepted answer, and stay without an outcome for ever. */
const ENOUGH = 0.9;

export function standingOf({ status, trajectories, labelled }: Progress): Standing {
  if (labelled === 0) return "unlabelled";
  if (status !== null && status !== "done") return "cut";
  return labelled >= ENOUGH * trajectories ? "whole" : "part";
}

/** Whether its number is a result to be set beside others. */
export const isFinished = (standing: Standing): boolean => standing === "whole" || standing === "part";

/** The one that stands for the others: the best standing, of equals the first. `evals` are the newest first. */
export function preferred<E extends { standing: Standing }>(evals: readonly E[]): E | null {
  for (const standing of ORDER) {
    const found = evals.find((one) => one.standing === standing);
    if (found) return found;
  }
  return null;
}

/** "cancelled, 3 of 200 answers"; null for one that has all it was asked for. */
export function progressWords(one: Omit<Progress, "labelled"> & { planned: number | null }): string | null {
  const { status, trajectories, planned } = one;
  const made = planned === null ? `${trajectories} answers` : `${trajectories} of ${planned} answers`;
  if (status !== null && status !== "done") return `${status}, ${made}`;
  return planned !== null && trajectories < planned ? made : null;
}
