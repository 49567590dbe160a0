/** Hands out the items of a review: so many people an item, none twice to the same person. */
import type pg from "pg";
import { z } from "zod";
import { MOST_ITEMS } from "@/domain/review/plan";
import { ReviewerName } from "@/domain/review/ruling";
import type { Db } from "@/server/db";
import { readSeenItems, type SeenItem } from "@/server/queries/review/seen-item";
import { plainText } from "@/server/services/import/copy";
import { inTransaction } from "@/server/transaction";
import { findReview, type Review } from "./find";

/** How long an item stays reserved for whoever opened it; asking again renews it. */
export const RESERVED_MINUTES = 15;

export const NextRequest = z.object({
  review: z.int32().positive(),
  person: ReviewerName,
  count: z.int().min(1).max(20).default(6),
  /** Items the person has ruled on as far as the page knows: their rulings may still be on the way */
  without: z.array(z.int32().nonnegative()).max(MOST_ITEMS).default([]),
  /** Items the person put off: they come when nothing else is left, and so do later steps, which would tell of them */
  skipped: z.array(z.int32().nonnegative()).max(MOST_ITEMS).default([]),
});
export type NextRequest = z.output<typeof NextRequest>;

export type NextItems = {
  items: SeenItem[];
  /** Items that the person did not rule on and others have now: they may come free */
  waiting: number;
  /** Items that the person has ruled on beside those they said */
  done: number;
  /** Until when `items` are reserved, as releasing them takes it; null: there are none */
  until: string | null;
};

/** Reserves the next items for a person, those they have reserved already first. */
export async function nextItems(
  db: Db,
  { review: id, person: given, count, without, skipped }: NextRequest,
): Promise<NextItems> {
  const person = plainText(given);
  const { review, idxs, until, waiting, done } = await inTransaction(db.pool, async (client) => {
    // One at a time: two who ask at once would both count the other's place as free.
    const review = await findReview(client, id, { lock: true });
    await letGo(client, review, person, skipped);
    const rest = await reserve(client, review, person, count, { without, skipped });
    const isRest = rest.idxs.length > 0 || skipped.length === 0;
    const { idxs, until } = isRest ? rest : await reserve(client, review, person, count, { without, skipped: [] });
    const counts = await countItems(client, review, person, without);
    return { review, idxs, until, done: counts.done, waiting: idxs.length > 0 ? 0 : counts.waiting };
  });
  return { items: await readSeenItems(db.pool, review, person, idxs), waiting, done, until };
}

/** What was put off is free for others. */
async function letGo(client: pg.PoolClient, { id }: Review, person: string, skipped: readonly number[]): Promise<void> {
  if (skipped.length === 0) return;
  await client.query(
    `UPDATE review_claim SET claimed_until = now() WHERE review_id = $1 AND person = $2 AND idx = ANY($3::int[])
       AND done_at IS NULL AND claimed_until > now()`,
    [id, person, skipped],
  );
}

const Reserved = z.array(z.object({ idx: z.int(), until: z.string() }));

async function reserve(
  client: pg.PoolClient,
  { id, plan }: Review,
  person: string,
  count: number,
  { without, skipped }: { without: readonly number[]; skipped: readonly number[] },
): Promise<{ idxs: number[]; until: string | null }> {
  const { rows } = await client.query(
    `WITH chosen AS (
       SELECT i.idx, coalesce(mine.claimed_until > now(), false) AS held FROM review_item i
       LEFT JOIN review_claim mine ON mine.review_id = i.review_id AND mine.idx = i.idx AND mine.person = $2
       WHERE i.review_id = $1 AND mine.done_at IS NULL AND NOT i.idx = ANY($5::int[])
         AND NOT EXISTS (SELECT FROM review_item s WHERE s.review_id = $1 AND s.idx = ANY($7::int[])
                         AND s.trajectory_id = i.trajectory_id AND coalesce(s.step <= i.step, true))
         AND (SELECT count(*) FROM review_claim c WHERE c.review_id = i.review_id AND c.idx = i.idx AND c.person <> $2
              AND (c.done_at IS NOT NULL OR c.claimed_until > now())) < $3
       ORDER BY held DESC, i.idx LIMIT $4)
     INSERT INTO review_claim (review_id, idx, person, claimed_until)
     SELECT $1, idx, $2, now() + make_interval(mins => $6) FROM chosen ORDER BY idx
     ON CONFLICT (review_id, idx, person) DO UPDATE SET claimed_until = excluded.claimed_until
     RETURNING idx, to_char(claimed_until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS until`,
    [id, person, plan.overlap, count, without, RESERVED_MINUTES, skipped],
  );
  const reserved = Reserved.parse(rows);
  return { idxs: reserved.map(({ idx }) => idx).sort((a, b) => a - b), until: reserved[0]?.until ?? null };
}

const Counts = z.tuple([z.object({ done: z.int(), waiting: z.int() })]);

/** Items the person has done, and those others have done too few of, which someone therefore has open. */
async function countItems(
  client: pg.PoolClient,
  { id, plan }: Review,
  person: string,
  without: readonly number[],
): Promise<z.infer<typeof Counts>[0]> {
  const { rows } = await client.query(
    `SELECT count(*) FILTER (WHERE mine) AS done, count(*) FILTER (WHERE NOT mine AND others < $3) AS waiting
     FROM (SELECT
         EXISTS (SELECT FROM review_claim m WHERE m.review_id = $1 AND m.idx = i.idx AND m.person = $2
                 AND m.done_at IS NOT NULL) AS mine,
         (SELECT count(*) FROM review_claim c WHERE c.review_id = $1 AND c.idx = i.idx AND c.person <> $2
          AND c.done_at IS NOT NULL) AS others
       FROM review_item i WHERE i.review_id = $1 AND NOT i.idx = ANY($4::int[])) AS item`,
    [id, person, plan.overlap, without],
  );
  return Counts.parse(rows)[0];
}
