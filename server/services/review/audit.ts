/** What the filter modes let through and throw away, estimated from what people ruled on a review's sample. */
import { z } from "zod";
import { type AuditItem, auditFilter, type FilterAudit, trajectoriesOf } from "@/domain/audit/audit";
import { StudioError } from "@/domain/errors";
import { paperArms } from "@/domain/experiment";
import type { FilterMode } from "@/domain/filter";
import { isRepresentative } from "@/domain/review/plan";
import type { Rating } from "@/domain/verdict";
import type { Db } from "@/server/db";
import { inSnapshot } from "@/server/queries/compare/compare-pool";
import { defaultLabellingRun } from "@/server/queries/default-labelling-run";
import { type Gathered, gatherRulings } from "@/server/queries/review/cases";
import { readPeople } from "@/server/queries/review/progress";
import { type Loaded, loadArms } from "@/server/services/experiment/evaluate";
import { findReview } from "./find";

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
  const rulings = await gatherRulings(db.pool, review, await readPeople(db.pool, review), null);
  const ruled = new Map(rulings.map((one) => [`${one.trajectoryId} ${one.step}`, ratingOf(one)]));
  return inSnapshot(db.pool, async (client) => {
    const labels = review.plan.labels ?? (await defaultLabellingRun(client, review.pool));
    const arms = paperArms(judge, labels);
    const loaded = await loadArms(client, { pool: review.pool, arms, matching: false });
    const { rows } = await client.query(
      "SELECT idx, trajectory_id, step, stratum FROM review_item WHERE review_id = $1 ORDER BY idx",
      [id],
    );
    const drawn = z.array(Drawn).parse(rows);
    const rowOf = new Map([...loaded.table.id].map((trajectory, row) => [trajectory, row]));
    const strata = review.population.map(({ population, sampled }, key) => ({ key: String(key), population, sampled }));
    const isWhole = review.plan.unit === "trajectory";
    const modes = arms.map(({ filter: { mode } }, arm) => {
      const items = drawn.flatMap((one) => itemsOf(one, arm, loaded, rowOf, ruled));
      const whole = isWhole ? auditFilter(strata, trajectoriesOf(items)) : null;
      return { mode, steps: auditFilter(strata, items), trajectories: whole };
    });
    return {
      modes,
      labels,
      gone: drawn.filter((one) => !rowOf.has(one.trajectory_id)).length,
      hasChanged: populationOf(loaded, isWhole) !== strata.reduce((sum, { population }) => sum + population, 0),
    };
  });
}

const Drawn = z.object({
  idx: z.int(),
  trajectory_id: z.int(),
  /** null: the whole trajectory */
  step: z.int().nullable(),
  stratum: z.int(),
});

/** What stands: the final ruling, else what all who ruled say; null where they differ, are unsure, or nobody ruled. */
function ratingOf({ people, final }: Gathered): Rating | null {
  if (final) return final.rating;
  const given = new Set([...people.values()].map(({ rating }) => rating));
  const [only = null] = given;
  return given.size === 1 ? only : null;
}

/** The steps of a drawn item. */
function itemsOf(
  { idx, trajectory_id, step, stratum }: z.infer<typeof Drawn>,
  arm: number,
  { table, selections }: Loaded,
  rowOf: ReadonlyMap<number, number>,
  ruled: ReadonlyMap<string, Rating | null>,
): AuditItem[] {
  const row = rowOf.get(trajectory_id);
  if (row === undefined) return [];
  const from = table.offset[row] ?? 0;
  const steps = (table.offset[row + 1] ?? from) - from;
  const wanted = step === null ? Array.from({ length: steps }, (_, at) => at) : [step];
  return wanted.map((at) => {
    const rating = ruled.get(`${trajectory_id} ${at}`) ?? null;
    return {
      ...{ stratum: String(stratum), unit: idx, kept: selections[arm]?.kept[from + at] === 1 },
      isUnreasonable: rating === null ? null : rating < 0,
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
