/** Reviews that are not done, for Home: how much of what was wanted is there. */
import type pg from "pg";
import { z } from "zod";

const Row = z.object({
  id: z.int(),
  name: z.string(),
  /** Items that somebody ruled on, each as often as people were wanted for it at most, and how many that makes in all */
  given: z.int(),
  wanted: z.int(),
});
export type OpenReview = z.infer<typeof Row>;

export type OpenReviews = {
  /** Those worked on last first, then the newest */
  reviews: OpenReview[];
  /** Of all that are open */
  open: number;
  /** Of all there are */
  total: number;
};

const Counted = z.object({ total: z.int(), open: z.int(), reviews: z.array(Row) });

export async function readOpenReviews(db: pg.Pool, limit: number): Promise<OpenReviews> {
  const { rows } = await db.query(
    `WITH done AS (
       SELECT review_id, idx, count(*) AS people, max(done_at) AS last_at
       FROM review_claim WHERE done_at IS NOT NULL GROUP BY review_id, idx
     ), counted AS (
       SELECT v.id, v.name, (v.plan ->> 'overlap')::int * (SELECT count(*) FROM review_item i WHERE i.review_id = v.id) AS wanted,
         (SELECT coalesce(sum(least(d.people, (v.plan ->> 'overlap')::int)), 0) FROM done d WHERE d.review_id = v.id) AS given,
         (SELECT max(d.last_at) FROM done d WHERE d.review_id = v.id) AS last_at
       FROM review v
     ), shown AS (
       SELECT id, name, given::int, wanted::int FROM counted WHERE given < wanted
       ORDER BY last_at DESC NULLS LAST, id DESC LIMIT $1
     )
     SELECT (SELECT count(*)::int FROM counted) AS total, (SELECT count(*)::int FROM counted WHERE given < wanted) AS open,
       (SELECT coalesce(jsonb_agg(shown), '[]') FROM shown) AS reviews`,
    [limit],
  );
  return z.tuple([Counted]).parse(rows)[0];
}
