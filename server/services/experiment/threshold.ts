/** Retention against correctness at every threshold, for each way of adding up the steps. */
import { z } from "zod";
import { Filter } from "@/domain/filtering/filter";
import { type ThresholdPoint, thresholdCurve } from "@/domain/filtering/threshold";
import { Pool } from "@/domain/pool";
import type { Db } from "@/server/db";
import { inSnapshot } from "@/server/queries/compare/compare-pool";
import { judgesFor, loadArms } from "./evaluate";

export const ThresholdRequest = z.object({ pool: Pool, filter: Filter });

const KINDS = ["share", "mean-score", "minimum-score"] as const;
export type ThresholdCurves = Record<(typeof KINDS)[number], ThresholdPoint[]> & {
  /** Whether any step of the pool has a score by the filter's judges */
  hasScores: boolean;
};

/** What the mode `process` would keep under the filter's judges and outcome rule. Throws what loading arms throws. */
export function readThresholds(db: Db, { pool, filter }: z.output<typeof ThresholdRequest>): Promise<ThresholdCurves> {
  return inSnapshot(db.pool, async (client) => {
    const process = { ...filter.process, aggregation: { kind: "mean-score" as const, least: 1 } };
    const asked = Filter.parse({ mode: "process", process, outcome: filter.outcome });
    const plan = { pool, arms: [{ name: "Process", filter: asked }], matching: false };
    // The curve is of verdicts and outcomes alone.
    const loaded = await loadArms(client, plan, { withContexts: false });
    const judges = judgesFor(asked, loaded.judges);
    const outcome = filter.outcome.labels === null ? null : (loaded.outcomes.get(filter.outcome.labels) ?? null);
    const curve = (kind: (typeof KINDS)[number]) => thresholdCurve(loaded.table, judges, outcome, asked, kind);
    return {
      share: curve("share"),
      "mean-score": curve("mean-score"),
      "minimum-score": curve("minimum-score"),
      hasScores: judges.judges.some(({ score }) => score?.some((points) => points >= 0)),
    };
  });
}
