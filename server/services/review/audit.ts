/** What the filter modes let through and throw away, estimated from what people ruled on a review's sample. */

import type pg from "pg";
import { z } from "zod";
import { auditFilter, type FilterAudit, poolSizesOf, trajectoriesOf } from "@/domain/audit/audit";
import { StudioError } from "@/domain/errors";
import { paperArms } from "@/domain/experiment";
import type { FilterMode } from "@/domain/filter";
import { keptSteps } from "@/domain/filtering/select";
import { isRepresentative } from "@/domain/review/plan";
import type { Db } from "@/server/db";
import { inSnapshot } from "@/server/queries/compare/compare-pool";
import { defaultLabellingRun } from "@/server/queries/default-labelling-run";
import { readStanding } from "@/server/queries/review/standing";
import { type Loaded, loadArms } from "@/server/services/experiment/evaluate";
import { findReview, type Review } from "./find";
import { auditItems, auditStrata, readDrawn } from "./sample";

export const AuditRequest = z.object({
  review: z.int32().positive(),
  /** The judging run whose verdicts the modes follow */
  judge: z.int32().positive(),
});

export type AuditedMode = {
  mode: FilterMode;
  /** null where people look for first errors: steps behind one are left out for what they follow on */
  steps: FilterAudit | null;
  /** null where steps were drawn: they say nothing of whole trajectories */
  trajectories: FilterAudit | null;
};

export type ReviewAudit = {
  modes: AuditedMode[];
  /** Labelling run whose outcomes the modes follow; null: nothing is labelled */
  labels: number | null;
  /** The plan's labelling run was removed, so the modes follow another one's outcomes, or none */
  labelsGone: boolean;
  /** Drawn items whose trajectory is not in the pool any more: they count as not ruled on */
  gone: number;
  /** Drawn items left it, others came, or it holds another number of items than when the sample was drawn */
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
  return inSnapshot(db.pool, async (client) => {
    const ruled = await readStanding(client, review);
    const { labels, labelsGone } = await findLabels(client, review);
    const arms = paperArms(judge, labels);
    const loaded = await loadArms(client, { pool: review.pool, arms, matching: false });
    const drawn = await readDrawn(client, id);
    const rowOf = new Map([...loaded.table.id].map((trajectory, row) => [trajectory, row]));
    const strata = auditStrata(review);
    const isWhole = review.plan.unit === "trajectory";
    const modes = arms.map(({ filter: { mode } }, arm) => {
      const selection = loaded.selections[arm];
      const kept = selection ? keptSteps(loaded.table, selection) : new Uint8Array();
      const items = auditItems(review, drawn, ruled, (trajectory, step) => {
        const row = rowOf.get(trajectory);
        return row === undefined ? null : kept[(loaded.table.offset[row] ?? 0) + step] === 1;
      });
      const sizes = isWhole ? poolSizesOf(loaded.table, kept) : undefined;
      return {
        mode,
        steps: review.plan.ruling === "first-error" ? null : auditFilter(strata, items, sizes),
        trajectories: isWhole ? auditFilter(strata, trajectoriesOf(items)) : null,
      };
    });
    const gone = drawn.filter((one) => !rowOf.has(one.trajectoryId)).length;
    const drawnFrom = strata.reduce((sum, { population }) => sum + population, 0);
    return {
      ...{ modes, labels, labelsGone, gone },
      hasChanged: gone > 0 || populationOf(loaded, isWhole) !== drawnFrom || (await hasNewer(client, loaded, review)),
    };
  });
}

/** The plan's labelling run while it is there, else the one that covers most of the pool. */
async function findLabels(client: pg.PoolClient, { plan, pool }: Review) {
  const { rows } = await client.query("SELECT id FROM labelling_run WHERE id = $1", [plan.labels]);
  if (plan.labels !== null && rows.length > 0) return { labels: plan.labels, labelsGone: false };
  return { labels: await defaultLabellingRun(client, pool), labelsGone: plan.labels !== null };
}

/** Whether the pool holds trajectories that were imported after the sample was drawn. */
async function hasNewer(client: pg.PoolClient, { table }: Loaded, { createdAt }: Review): Promise<boolean> {
  const { rows } = await client.query(
    "SELECT 1 FROM trajectory WHERE id = ANY($1::int[]) AND created_at > $2 LIMIT 1",
    [[...table.id], createdAt],
  );
  return rows.length > 0;
}

/** Items that the pool holds now: trajectories without steps are none. */
function populationOf({ table }: Loaded, isWhole: boolean): number {
  if (!isWhole) return table.offset[table.size] ?? 0;
  let withSteps = 0;
  for (let row = 0; row < table.size; row += 1) if (table.offset[row] !== table.offset[row + 1]) withSteps += 1;
  return withSteps;
}
