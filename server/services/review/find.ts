/** A review as the services beside this load it. */
import type pg from "pg";
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { Pool } from "@/domain/pool";
import { ReviewPlan, Stratum } from "@/domain/review/plan";
import { FINAL, finalRunKey, reviewRunKey } from "@/domain/review/ruling";
import type { PersonRun } from "@/server/services/judging/person-run";

const Row = z.object({
  id: z.int(),
  key: z.string(),
  name: z.string(),
  pool: Pool,
  plan: ReviewPlan,
  population: z.array(Stratum),
  createdAt: z.date().transform((time) => time.toISOString()),
});
export type Review = z.infer<typeof Row>;

/** Throws not-found. `lock` holds it: nobody else reserves items meanwhile. */
export async function findReview(
  db: pg.Pool | pg.PoolClient,
  id: number,
  { lock = false }: { lock?: boolean } = {},
): Promise<Review> {
  const { rows } = await db.query(
    `SELECT id, key, name, pool::jsonb AS pool, plan::jsonb AS plan, population::jsonb AS population,
       created_at AS "createdAt"
     FROM review WHERE id = $1 ${lock ? "FOR NO KEY UPDATE" : ""}`,
    [id],
  );
  const [review] = z.array(Row).parse(rows);
  if (!review) throw new StudioError("not-found", `There is no review ${id}. The Reviews page lists those there are.`);
  return review;
}

/** The judging run of a person in a review. */
export const runOfPerson = (review: Review, person: string): PersonRun => ({
  key: reviewRunKey(review.key, person),
  name: `${person}, ${review.name}`,
  settings: { review: review.id, person, hindsight: review.plan.hindsight },
});

/** The judging run of what stands in the end. */
export const finalRun = (review: Review): PersonRun => ({
  key: finalRunKey(review.key),
  name: `Final, ${review.name}`,
  settings: { review: review.id, person: FINAL, hindsight: review.plan.hindsight },
});

const Item = z.object({ trajectory_id: z.int(), step: z.int().nullable() });
export type ReviewItem = z.infer<typeof Item>;

/** Throws not-found. */
export async function findItem(db: pg.Pool | pg.PoolClient, review: number, idx: number): Promise<ReviewItem> {
  const { rows } = await db.query("SELECT trajectory_id, step FROM review_item WHERE review_id = $1 AND idx = $2", [
    review,
    idx,
  ]);
  const [item] = z.array(Item).parse(rows);
  if (!item) throw new StudioError("not-found", `This review has no item ${idx + 1}.`);
  return item;
}
