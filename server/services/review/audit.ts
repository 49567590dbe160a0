/** What the filter modes let through and throw away, estimated from what people ruled on a review's sample. */
import { z } from "zod";
import { auditFilter, type FilterAudit, trajectoriesOf } from "@/domain/audit/audit";
import { StudioError } from "@/domain/errors";
import { paperArms } from "@/domain/experiment";
import type { FilterMode } from "@/domain/filter";
import { isRepresentative } from "@/domain/review/plan";
import type { Db } from "@/server/db";
import { inSnapshot } from "@/server/queries/compare/compare-pool";
import { defaultLabellingRun } from "@/server/queries/default-labelling-run";
import { type Loaded, loadArms } from "@/server/services/experiment/evaluate";
import { findReview } from "./find";
import { auditItems, auditStrata, readDrawn, readStanding } from "./sample";

export const AuditRequest = z.object({
  review: z.int32().positive(),
  /** The judging run whose verdicts the modes follow */
  judge: z.int32().positive(),
});

export type AuditedMode = {
  mode: FilterMode;
  steps: FilterAudit;
  /** null where steps were drawn: they say nothing of whole trajectories */
  trajectories: FilterAudit | null;
};

export type ReviewAudit = {
  modes: AuditedMode[];
  /** Labelling run whose outcomes the modes follow; null: nothing is labelled */
  labels: number | null;
  /** Drawn items whose trajectory is not in the pool any more: they count as not ruled on */
  gone: number;
  /** The pool holds another number of items than when the sample was drawn */
  hasChanged: boolean;
};

/** Throws not-found; precondition for a sample of a part of the pool. */
export async function auditReview(db: Db, { review: id, judge }: z.infer<typeof AuditRequest>): Promise<ReviewAudit> {
  const review = await findReview(db.pool, id);
  if (!isRepresentative(review.plan.sampling))
    throw new StudioError(
      "precondition",
      "This sample was drawn from a part of the pool, so it says nothing about the rest: draw a uniform or a stratified one.",
    );
  const standing = await readStanding(db.pool, review);
  return inSnapshot(db.pool, async (client) => {
    const labels = review.plan.labels ?? (await defaultLabellingRun(client, review.pool));
    const arms = paperArms(judge, labels);
    const loaded = await loadArms(client, { pool: review.pool, arms, matching: false });
    const drawn = await readDrawn(client, id);
    const rowOf = new Map([...loaded.table.id].map((trajectory, row) => [trajectory, row]));
    const strata = auditStrata(review);
    const isWhole = review.plan.unit === "trajectory";
    const modes = arms.map(({ filter: { mode } }, arm) => {
      const items = auditItems(drawn, standing, (trajectory, step) => {
        const row = rowOf.get(trajectory);
        return row === undefined ? null : loaded.selections[arm]?.kept[(loaded.table.offset[row] ?? 0) + step] === 1;
      });
      const whole = isWhole ? auditFilter(strata, trajectoriesOf(items)) : null;
      return { mode, steps: auditFilter(strata, items), trajectories: whole };
    });
    return {
      modes,
      labels,
      gone: drawn.filter((one) => !rowOf.has(one.trajectoryId)).length,
      hasChanged: populationOf(loaded, isWhole) !== strata.reduce((sum, { population }) => sum + population, 0),
    };
  });
}

/** Items that the pool holds now: trajectories without steps are none. */
function populationOf({ table }: Loaded, isWhole: boolean): number {
  if (!isWhole) return table.offset[table.size] ?? 0;
  let withSteps = 0;
  for (let row = 0; row < table.size; row += 1) if (table.offset[row] !== table.offset[row + 1]) withSteps += 1;
  return withSteps;
}
