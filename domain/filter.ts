/** Outcomes, filter modes, and which trajectories each mode keeps. */
import { z } from "zod";
import type { ProcessLabel } from "./verdict";

export const Outcome = z.enum(["correct", "incorrect", "unlabelled"]);
export type Outcome = z.infer<typeof Outcome>;

/** The four filter modes of SWiRL (section 3), in the order every page shows them. */
export const FilterMode = z.enum(["none", "outcome", "process", "process-and-outcome"]);
export type FilterMode = z.infer<typeof FilterMode>;

/** Modes that keep only what is labelled correct: the share correct among it is no estimate and has no interval. */
export function asksOutcome(mode: FilterMode): boolean {
  return mode === "outcome" || mode === "process-and-outcome";
}

/**
 * Whether a mode keeps a trajectory. `process` keeps only what was judged reasonable throughout: unjudged is not kept.
 * `outcome` keeps only what was labelled correct: unlabelled is not kept.
 */
export function keeps(mode: FilterMode, process: ProcessLabel, outcome: Outcome): boolean {
  switch (mode) {
    case "none":
      return true;
    case "outcome":
      return outcome === "correct";
    case "process":
      return process === "reasonable";
    case "process-and-outcome":
      return process === "reasonable" && outcome === "correct";
  }
}
