/** Who did how much of a review, and which judging runs came out of it. */
import type pg from "pg";
import { z } from "zod";
import { finalRunKey, IN_HINDSIGHT, REVIEW_PREFIX, reviewRunKey } from "@/domain/review/ruling";

const Person = z.object({
  person: z.string(),
  done: z.int(),
  /** Items reserved for them now */
  open: z.int(),
  lastAt: z
    .date()
    .nullable()
    .transform((time) => time?.toISOString() ?? null),
  /** Their judging run; null before their first ruling */
  runId: z.int().nullable(),
  /** Steps they ruled on otherwise after what was hidden had been shown */
  inHindsight: z.int(),
});
export type ReviewPerson = z.infer<typeof Person>;

export async function readPeople(
  db: pg.Pool | pg.PoolClient,
  review: { id: number; key: string },
): Promise<ReviewPerson[]> {
  const { rows } = await db.query(
    `SELECT p.*,
       (SELECT count(*) FROM review_item i
        JOIN verdict v ON v.trajectory_id = i.trajectory_id AND (i.step IS NULL OR v.idx = i.step)
        WHERE i.review_id = $1 AND v.judging_run_id = p."runId" AND v.raw = $3) AS "inHindsight"
     FROM (
       SELECT c.person, count(c.done_at) AS done, min(c.done_at) AS first,
         count(*) FILTER (WHERE c.done_at IS NULL AND c.claimed_until > now()) AS open, max(c.done_at) AS "lastAt",
         (SELECT r.id FROM judging_run r WHERE r.key = $2 || c.person ORDER BY r.version DESC LIMIT 1) AS "runId"
       FROM review_claim c WHERE c.review_id = $1 GROUP BY c.person
       HAVING count(c.done_at) > 0 OR count(*) FILTER (WHERE c.claimed_until > now()) > 0) AS p
     ORDER BY p.first NULLS LAST, p.person`,
    [review.id, reviewRunKey(review.key, ""), IN_HINDSIGHT],
  );
  return z.array(Person).parse(rows);
}

const Totals = z.tuple([
  z.object({
    items: z.int(),
    /** Items that as many people as were wanted have ruled on */
    complete: z.int(),
    finalRunId: z.int().nullable(),
  }),
]);
export type ReviewTotals = z.infer<typeof Totals>[0];

export async function readTotals(
  db: pg.Pool,
  review: { id: number; key: string; plan: { overlap: number } },
): Promise<ReviewTotals> {
  const { rows } = await db.query(
    `SELECT count(*) AS items, count(*) FILTER (WHERE done >= $2) AS complete,
       (SELECT id FROM judging_run WHERE key = $3 ORDER BY version DESC LIMIT 1) AS "finalRunId"
     FROM (SELECT (SELECT count(*) FROM review_claim c
                   WHERE c.review_id = i.review_id AND c.idx = i.idx AND c.done_at IS NOT NULL) AS done
           FROM review_item i WHERE i.review_id = $1) AS item`,
    [review.id, review.plan.overlap, finalRunKey(review.key)],
  );
  return Totals.parse(rows)[0];
}

const Row = z.object({
  id: z.int(),
  name: z.string(),
  unit: z.string(),
  overlap: z.int(),
  hindsight: z.boolean(),
  createdAt: z.date().transform((time) => time.toISOString()),
  items: z.int(),
  complete: z.int(),
  /** The judging run under review, while it is there */
  judge: z.object({ id: z.int(), name: z.string() }).nullable(),
  people: z.array(z.object({ person: z.string(), done: z.int(), runId: z.int().nullable() })),
});
export type ReviewRow = z.infer<typeof Row>;

/** Reviews, the latest first. */
export async function listReviews(db: pg.Pool): Promise<ReviewRow[]> {
  const { rows } = await db.query(
    `SELECT v.id, v.name, v.plan ->> 'unit' AS unit, (v.plan ->> 'overlap')::int AS overlap,
       (v.plan ->> 'hindsight')::boolean AS hindsight, v.created_at AS "createdAt",
       (SELECT count(*) FROM review_item i WHERE i.review_id = v.id) AS items,
       (SELECT count(*) FROM (SELECT 1 FROM review_claim c WHERE c.review_id = v.id AND c.done_at IS NOT NULL
          GROUP BY c.idx HAVING count(*) >= (v.plan ->> 'overlap')::int) AS whole) AS complete,
       (SELECT jsonb_build_object('id', r.id, 'name', r.name) FROM judging_run r
        WHERE r.id = (v.plan #>> '{judges,0}')::int) AS judge,
       (SELECT coalesce(jsonb_agg(p ORDER BY p.person), '[]') FROM (
          SELECT c.person, count(*) AS done,
            (SELECT r.id FROM judging_run r WHERE r.key = $1 || v.key || ':' || c.person
             ORDER BY r.version DESC LIMIT 1) AS "runId"
          FROM review_claim c WHERE c.review_id = v.id AND c.done_at IS NOT NULL GROUP BY c.person) AS p) AS people
     FROM review v ORDER BY v.id DESC LIMIT 500`,
    [REVIEW_PREFIX],
  );
  return z.array(Row).parse(rows);
}
