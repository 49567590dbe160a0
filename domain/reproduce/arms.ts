/** What the miniature of the paper trains, for each seed. docs/reproduce.md says why; it was fixed before a result was seen. */
import { FilterMode } from "../filter";
import type { Algorithm } from "../training/config";

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

/** What the paper is taken to say: the difference of two arms on a family, expected above 0. */
export const CLAIMS: readonly { says: string; a: string; b: string; on: Family }[] = [
  { says: "Step-wise RL on process-filtered data beats the base", a: "rl-process", b: BASE, on: "arithmetic" },
  { says: "Trained on arithmetic, it helps on the encyclopedia", a: "rl-process", b: BASE, on: "encyclopedia" },
  {
    says: "Trained on the encyclopedia, it helps on arithmetic",
    a: "rl-process-encyclopedia",
    b: BASE,
    on: "arithmetic",
  },
  {
    says: "Step-wise RL on the encyclopedia beats the base there",
    a: "rl-process-encyclopedia",
    b: BASE,
    on: "encyclopedia",
  },
  { says: "Process filtering beats no filter", a: "rl-process", b: "rl-none", on: "arithmetic" },
  { says: "The same, matched", a: "rl-process-matched", b: "rl-none-matched", on: "arithmetic" },
  { says: "Adding the outcome is worse", a: "rl-process", b: "rl-process-and-outcome", on: "arithmetic" },
  { says: "The same, matched", a: "rl-process-matched", b: "rl-process-and-outcome-matched", on: "arithmetic" },
  { says: "Process beats outcome", a: "rl-process", b: "rl-outcome", on: "arithmetic" },
  { says: "The same, matched", a: "rl-process-matched", b: "rl-outcome-matched", on: "arithmetic" },
  { says: "Step-wise RL beats SFT on the same data", a: "rl-process", b: "sft-process", on: "arithmetic" },
  { says: "More data help", a: "rl-process", b: "rl-process-sixteenth", on: "arithmetic" },
];
