/** What changed between two judging runs, over the trajectories that both have judged. */
import { z } from "zod";
import { Mark, ProcessLabel } from "../verdict";

const Count = z.int().nonnegative();

export const Flips = z.object({
  /** Trajectories that both have judged, and their steps */
  both: Count,
  steps: Count,
  /** Trajectories that only one of them has judged */
  onlyA: Count,
  onlyB: Count,
  /** Steps by the mark of `a`, then of `b` */
  marks: z.record(Mark, z.record(Mark, Count)),
  /** Trajectories by the process label under `a`, then under `b` */
  process: z.record(ProcessLabel, z.record(ProcessLabel, Count)),
});
export type Flips = z.infer<typeof Flips>;

/** Which steps to list: those with these two marks, or all on which both rule and do not say the same. */
export const FlipKind = z.object({ from: Mark, to: Mark }).nullable();
export type FlipKind = z.infer<typeof FlipKind>;

/** Written in an address as "reasonable-unreasonable". */
export function flipKindToText(kind: NonNullable<FlipKind>): string {
  return `${kind.from}-${kind.to}`;
}

export function flipKindFromText(text: string | null | undefined): FlipKind {
  const [from, to, ...more] = (text ?? "").split("-");
  const parsed = FlipKind.safeParse({ from, to });
  return parsed.success && more.length === 0 ? parsed.data : null;
}

/** Trajectories that come into the filter mode `process` with run b, and those that drop out of it. */
export function membershipChanges({ process }: Pick<Flips, "process">): { entering: number; leaving: number } {
  const others = ["unreasonable", "unjudged"] as const;
  return {
    entering: others.reduce((sum, label) => sum + process[label].reasonable, 0),
    leaving: others.reduce((sum, label) => sum + process.reasonable[label], 0),
  };
}

/** Steps on which both runs rule, and do not say the same. */
export function changedRulings({ marks }: Pick<Flips, "marks">): number {
  const ruled = Mark.options.filter((mark) => mark !== "none");
  return ruled.reduce(
    (sum, from) => sum + ruled.reduce((part, to) => part + (from === to ? 0 : marks[from][to]), 0),
    0,
  );
}
