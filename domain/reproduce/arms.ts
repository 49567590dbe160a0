/** What the miniature of the paper trains, for each seed. docs/reproduce.md says why; it was fixed before a result was seen. */
import { FilterMode } from "../filter";
import type { Algorithm } from "../training/config";
import { JUDGES, type Measure } from "./items";

export type Family = "arithmetic" | "encyclopedia";

export type ReproduceArm = {
  name: string;
  algorithm: Algorithm;
  /** What it is trained on */
  family: Family;
  mode: FilterMode;
  /** Of the contexts that the mode keeps: all, as many as the mode with the fewest has, or a part */
  contexts: "all" | "matched" | number;
  /** Who generated its data: the base, or the seed's model of another arm */
  source: "base" | { arm: string };
  /** What it is trained from */
  from: "base" | { arm: string };
  rewardBy: "teacher-2" | "shuffled";
  iteration: number;
};

export const BASE = "base";
export const SEEDS = [1, 2, 3, 4, 5] as const;
export const FAMILIES: readonly Family[] = ["arithmetic", "encyclopedia"];

const PLAIN = {
  algorithm: "swirl",
  family: "arithmetic",
  mode: "process",
  contexts: "all",
  source: "base",
  from: "base",
  rewardBy: "teacher-2",
  iteration: 1,
} as const satisfies Omit<ReproduceArm, "name">;

/** In an order in which every arm comes after those it needs. */
export const ARMS: readonly ReproduceArm[] = [
  { ...PLAIN, name: "sft-outcome", algorithm: "sft", mode: "outcome" },
  { ...PLAIN, name: "sft-process", algorithm: "sft" },
  ...FilterMode.options.map((mode): ReproduceArm => ({ ...PLAIN, name: `rl-${mode}`, mode })),
  ...FilterMode.options.map(
    (mode): ReproduceArm => ({ ...PLAIN, name: `rl-${mode}-matched`, mode, contexts: "matched" }),
  ),
  { ...PLAIN, name: "rl-process-shuffled", rewardBy: "shuffled" },
  { ...PLAIN, name: "rl-process-quarter", contexts: 1 / 4 },
  { ...PLAIN, name: "rl-process-sixteenth", contexts: 1 / 16 },
  { ...PLAIN, name: "rl-process-stronger", source: { arm: "sft-process" } },
  { ...PLAIN, name: "rl-process-encyclopedia", family: "encyclopedia" },
  {
    ...PLAIN,
    name: "rl-process-second",
    source: { arm: "rl-process" },
    from: { arm: "rl-process" },
    iteration: 2,
  },
];

/** The difference of two arms on a family. */
export type Comparison = { says: string; a: string; b: string; on: Family; measure: Measure };

const accuracy = (says: string, a: string, b: string, on: Family = "arithmetic"): Comparison => ({
  ...{ says, a, b, on },
  measure: "accuracy",
});

/** What the paper is taken to say: each expected above 0. */
export const CLAIMS: readonly Comparison[] = [
  accuracy("Step-wise RL on process-filtered data beats the base", "rl-process", BASE),
  accuracy("It beats the base, trained and asked on the encyclopedia", "rl-process-encyclopedia", BASE, "encyclopedia"),
  accuracy("Trained on arithmetic, it helps on the encyclopedia", "rl-process", BASE, "encyclopedia"),
  accuracy("Trained on the encyclopedia, it helps on arithmetic", "rl-process-encyclopedia", BASE),
  accuracy("Process filtering beats no filter", "rl-process", "rl-none"),
  accuracy("Process filtering beats no filter, matched", "rl-process-matched", "rl-none-matched"),
  accuracy("Adding the outcome is worse", "rl-process", "rl-process-and-outcome"),
  accuracy("Adding the outcome is worse, matched", "rl-process-matched", "rl-process-and-outcome-matched"),
  accuracy("Process beats outcome", "rl-process", "rl-outcome"),
  accuracy("Process beats outcome, matched", "rl-process-matched", "rl-outcome-matched"),
  accuracy("Step-wise RL beats SFT on the same data", "rl-process", "sft-process"),
  accuracy("More data help", "rl-process", "rl-process-sixteenth"),
  ...FAMILIES.flatMap((on) =>
    JUDGES.map((measure) => ({
      ...{ says: "The share of reasonable steps rises", a: "rl-process", b: BASE },
      ...{ on, measure },
    })),
  ),
];

/** The control must not help: its interval must not lie above 0. */
export const CONTROL: readonly Comparison[] = FAMILIES.map((on) =>
  accuracy("Rewarded by lot, it does not help", "rl-process-shuffled", BASE, on),
);

/** Shown, with nothing expected of them. */
export const BESIDE: readonly Comparison[] = [
  ...FAMILIES.map((on) => accuracy("A second iteration after the first", "rl-process-second", "rl-process", on)),
  ...FAMILIES.map((on) => accuracy("Data of a stronger source", "rl-process-stronger", "rl-process", on)),
  accuracy("A quarter of the data after a sixteenth", "rl-process-quarter", "rl-process-sixteenth"),
  accuracy("All data after a quarter", "rl-process", "rl-process-quarter"),
  accuracy("SFT: process after outcome", "sft-process", "sft-outcome"),
  ...JUDGES.map(
    (measure): Comparison => ({
      ...{ says: "Reasonable steps, rewarded by lot", a: "rl-process-shuffled", b: BASE },
      ...{ on: "arithmetic", measure },
    }),
  ),
];
