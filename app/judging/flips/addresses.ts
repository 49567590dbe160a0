import { type FlipKind, flipKindToText } from "@/domain/judging/flips";
import { EMPTY_POOL, poolToParams } from "@/domain/pool";
import type { ProcessLabel } from "@/domain/verdict";

export type Pair = { a: number; b: number };

/** The page with the steps of one kind listed. */
export function flipsHref({ a, b }: Pair, kind: FlipKind = null): string {
  const steps = kind ? `&steps=${flipKindToText(kind)}` : "";
  return `/judging/flips?a=${a}&b=${b}${steps}`;
}

/** Exactly the trajectories that both have judged, by their labels; read under run b. */
export function bothJudgedHref({ a, b }: Pair, underA: ProcessLabel, underB: ProcessLabel): string {
  const pool = { ...EMPTY_POOL, judge: b, process: [underB], judgeAgainst: a, processAgainst: [underA] };
  return `/trajectories?${poolToParams(pool)}`;
}

/** Trajectories that run b brings into the filter mode `process`, or drops from it. */
export function membershipHref({ a, b }: Pair, change: "entering" | "leaving"): string {
  const pool =
    change === "entering"
      ? { ...EMPTY_POOL, judge: b, process: ["reasonable" as const], judgeAgainst: a }
      : { ...EMPTY_POOL, judge: a, process: ["reasonable" as const], judgeAgainst: b };
  return `/trajectories?${poolToParams(pool)}`;
}
