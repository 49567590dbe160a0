import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { isRepresentative } from "@/domain/review/plan";
import type { Db } from "@/server/db";
import { type CasesRequest, type ReviewCases, readCases } from "@/server/queries/review/cases";
import { findNewestRun, readOwnRulings } from "@/server/queries/review/own-rulings";
import { type ReviewPerson, type ReviewTotals, readPeople, readTotals } from "@/server/queries/review/progress";
import { readSeenItems, type SeenItem } from "@/server/queries/review/seen-item";
import { plainText } from "@/server/services/import/copy";
import { findItem, findReview, type Review, runOfPerson } from "./find";

const Run = z.object({ id: z.int(), name: z.string(), version: z.int() });

export type ReviewOverview = Review &
  ReviewTotals & {
    people: ReviewPerson[];
    isRepresentative: boolean;
    /** The plan's judging runs that are still there */
    judgingRuns: z.infer<typeof Run>[];
  };

/** A review with who did how much of it. Throws not-found. */
export async function readReview(db: Db, id: number): Promise<ReviewOverview> {
  const review = await findReview(db.pool, id);
  const { judges, sampling } = review.plan;
  const [totals, people, runs] = await Promise.all([
    readTotals(db.pool, review),
    readPeople(db.pool, review),
    db.pool.query("SELECT id, name, version FROM judging_run WHERE id = ANY($1::int[])", [judges]),
  ]);
  const named = z.array(Run).parse(runs.rows);
  return {
    ...review,
    ...totals,
    people,
    isRepresentative: isRepresentative(sampling),
    judgingRuns: judges.flatMap((judge) => named.find((run) => run.id === judge) ?? []),
  };
}

/** Removes a review: what was drawn and who did what. The rulings stay in their judging runs. Throws not-found. */
export async function removeReview(db: Db, id: number): Promise<void> {
  const { count } = await db.prisma.review.deleteMany({ where: { id } });
  if (count === 0) throw new StudioError("not-found", "This review is gone already.");
}

/** The steps that are seen differently. Throws not-found. */
export async function readReviewCases(db: Db, asked: z.output<typeof CasesRequest>): Promise<ReviewCases> {
  return readCases(db.pool, await findReview(db.pool, asked.review), asked);
}

/** An item as a person sees it before ruling, with what they said of it. Throws not-found. */
export async function readReviewItem(
  db: Db,
  { review: id, idx, person }: { review: number; idx: number; person: string },
): Promise<SeenItem> {
  const review = await findReview(db.pool, id);
  const place = await findItem(db.pool, id, idx);
  const name = plainText(person);
  const [item] = await readSeenItems(db.pool, review, name, [idx]);
  if (!item) throw new StudioError("not-found", "The trajectory of this item is gone.");
  const runId = await findNewestRun(db.pool, runOfPerson(review, name).key);
  const own = runId === null ? [] : await readOwnRulings(db.pool, runId, place);
  return { ...item, own: own.length === 0 ? null : own.map(({ step, rating, note }) => ({ step, rating, note })) };
}
