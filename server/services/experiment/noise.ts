/** How much wrong each arm of an experiment keeps, estimated from what people ruled on the sample of a review. */
import type pg from "pg";
import { z } from "zod";
import { type AuditedShare, auditFilter, poolSizesOf, type Response, trajectoriesOf } from "@/domain/audit/audit";
import { StudioError } from "@/domain/errors";
import { ExperimentPlan, judgesOf } from "@/domain/experiment";
import { asksProcess, type Filter } from "@/domain/filtering/filter";
import { keptSteps } from "@/domain/filtering/select";
import type { Pool } from "@/domain/pool";
import { reviewRunKey } from "@/domain/review/ruling";
import type { Db } from "@/server/db";
import { inSnapshot } from "@/server/queries/compare/compare-pool";
import { type CoveringReview, countItems, listCovering } from "@/server/queries/review/covering";
import { readStanding, type StandingRulings } from "@/server/queries/review/standing";
import { findReview, type Review } from "@/server/services/review/find";
import { auditItems, auditStrata, type Drawn, readDrawn } from "@/server/services/review/sample";
import { type Loaded, loadArms } from "./evaluate";

export const NoiseRequest = ExperimentPlan.pick({ pool: true, arms: true, matching: true }).extend({
  /** null: of the reviews that cover the pool the one with the most rulings */
  review: z.int32().positive().nullable().default(null),
});

export type ArmNoise = {
  name: string;
  /** What is kept follows rulings of this very review, so they cannot measure it: there are no shares */
  followsReview: boolean;
  /** Of the kept steps: unreasonable; null where whole trajectories were read to their first error only */
  steps: AuditedShare | null;
  /** Of the trajectories with a kept step: with an unreasonable one; null where steps were drawn */
  trajectories: AuditedShare | null;
};

export type ExperimentNoise = {
  /** Reviews that cover the pool, those with the most rulings first */
  reviews: Pick<CoveringReview, "id" | "name" | "items" | "ruled">[];
  estimate: {
    review: Pick<Review, "id" | "name"> & Pick<Review["plan"], "unit" | "ruling" | "hindsight">;
    response: Response;
    /** The review's pool holds another number of items than when the sample was drawn */
    hasChanged: boolean;
    /** In the order that was asked for */
    arms: ArmNoise[];
  } | null;
};

/** Throws not-found for a review that is gone, precondition for one that does not cover the pool, and what loading arms throws. */
export async function estimateNoise(
  db: Db,
  { review: asked, ...plan }: z.output<typeof NoiseRequest>,
): Promise<ExperimentNoise> {
  const covering = await inSnapshot(db.pool, (client) => listCovering(client, plan.pool));
  const reviews = covering.map(({ id, name, items, ruled }) => ({ id, name, items, ruled }));
  const chosen = asked ?? reviews[0]?.id;
  if (chosen === undefined) return { reviews, estimate: null };
  const review = await findReview(db.pool, chosen);
  if (!reviews.some(({ id }) => id === chosen))
    throw new StudioError("precondition", `The review "${review.name}" says nothing about this pool: choose another.`);
  return inSnapshot(db.pool, async (client) => {
    const ruled = await readStanding(client, review);
    const { unit, ruling, hindsight } = review.plan;
    const drawn = await readDrawn(client, review.id);
    const loaded = await loadArms(client, plan);
    const own = await readOwnRuns(client, review, plan);
    const now = await countItems(client, review.pool);
    const audits = plan.arms.map((_, arm) => auditArm(review, drawn, ruled, loaded, arm));
    return {
      reviews,
      estimate: {
        review: { id: review.id, name: review.name, unit, ruling, hindsight },
        response: auditFilter(
          auditStrata(review),
          auditItems(review, drawn, ruled, () => false),
        ).response,
        hasChanged: (unit === "step" ? now.steps : now.trajectories) !== populationOf(review),
        arms: plan.arms.map(({ name, filter }, arm) => {
          const followsReview = runsBehind(plan.pool, filter).some((id) => own.has(id));
          const audit = followsReview ? undefined : audits[arm];
          return {
            ...{ name, followsReview },
            steps: ruling === "first-error" ? null : (audit?.steps.keptUnreasonable ?? null),
            trajectories: audit?.trajectories?.keptUnreasonable ?? null,
          };
        }),
      },
    };
  });
}

/** What was drawn beside the experiment's pool is kept by no arm: it still counts as looked at. */
function keptBy({ table }: Loaded, kept: Uint8Array): (trajectory: number, step: number) => boolean {
  const rowOf = new Map([...table.id].map((trajectory, row) => [trajectory, row]));
  return (trajectory, step) => {
    const row = rowOf.get(trajectory);
    return row !== undefined && kept[(table.offset[row] ?? 0) + step] === 1;
  };
}

function auditArm(review: Review, drawn: readonly Drawn[], ruled: StandingRulings, loaded: Loaded, arm: number) {
  const strata = auditStrata(review);
  const selection = loaded.selections[arm];
  const kept = selection ? keptSteps(loaded.table, selection) : new Uint8Array();
  const items = auditItems(review, drawn, ruled, keptBy(loaded, kept));
  const isWhole = review.plan.unit === "trajectory";
  return {
    steps: auditFilter(strata, items, isWhole ? poolSizesOf(loaded.table, kept) : undefined),
    trajectories: isWhole ? auditFilter(strata, trajectoriesOf(items)) : null,
  };
}

const populationOf = ({ population }: Review) => population.reduce((sum, stratum) => sum + stratum.population, 0);

/** Judging runs whose rulings decide what an arm keeps: those of its filter, and of its pool's conditions. */
function runsBehind(pool: Pool, filter: Filter): number[] {
  const { process, mode, minScore, maxScore, judge, judgeAgainst } = pool;
  const isConditional = process.length > 0 || mode !== null || minScore !== null || maxScore !== null;
  return [
    ...(asksProcess(filter.mode) ? judgesOf(filter) : []),
    ...[isConditional || judgeAgainst !== null ? judge : null, judgeAgainst].filter((id) => id !== null),
  ];
}

const Ids = z.array(z.object({ id: z.int() }));

/** Of the judging runs that the arms read, those that the review's own people made. */
async function readOwnRuns(
  client: pg.ClientBase,
  { key }: Review,
  { pool, arms }: Pick<ExperimentPlan, "pool" | "arms">,
): Promise<Set<number>> {
  const { rows } = await client.query("SELECT id FROM judging_run WHERE id = ANY($1::int[]) AND starts_with(key, $2)", [
    arms.flatMap(({ filter }) => runsBehind(pool, filter)),
    reviewRunKey(key, ""),
  ]);
  return new Set(Ids.parse(rows).map(({ id }) => id));
}
