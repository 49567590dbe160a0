import { z } from "zod";
import { MOST_ITEMS } from "@/domain/review/plan";
import { ReviewerName } from "@/domain/review/ruling";
import type { Db } from "@/server/db";
import { plainText } from "@/server/services/import/copy";
import { findReview } from "./find";

export const ReleaseRequest = z.object({
  review: z.int32().positive(),
  person: ReviewerName,
  /** As it was answered when they were reserved: what was reserved or renewed since, by another tab or a reload, stays */
  until: z.iso.datetime(),
  /** Items that stay reserved: their rulings are on the way */
  keep: z.array(z.int32().nonnegative()).max(MOST_ITEMS).default([]),
});

/** Frees what a person has reserved and not ruled on. Answers how many items. Throws not-found. */
export async function releaseItems(
  db: Db,
  { review, person, until, keep }: z.output<typeof ReleaseRequest>,
): Promise<{ released: number }> {
  await findReview(db.pool, review);
  const { rowCount } = await db.pool.query(
    `UPDATE review_claim SET claimed_until = now() WHERE review_id = $1 AND person = $2 AND done_at IS NULL
       AND claimed_until > now() AND claimed_until <= $3::timestamptz AND NOT idx = ANY($4::int[])`,
    [review, plainText(person), until, keep],
  );
  return { released: rowCount ?? 0 };
}
