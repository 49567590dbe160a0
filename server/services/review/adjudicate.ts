/** What stands in the end, decided step by step. */
import type pg from "pg";
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { cutAtWord } from "@/domain/format";
import { Note, ReviewerName } from "@/domain/review/ruling";
import { markOf, Rating } from "@/domain/verdict";
import type { Db } from "@/server/db";
import { NOTE_HEAD } from "@/server/queries/review/cases";
import { plainText } from "@/server/services/import/copy";
import {
  changeVerdicts,
  findRuledOn,
  lockPersonRun,
  removeRulings,
  writeRulings,
} from "@/server/services/judging/person-run";
import { finalRun, findItem, findReview, type ReviewItem } from "./find";

const Place = z.object({
  review: z.int32().positive(),
  idx: z.int32().nonnegative(),
  step: z.int().min(0).max(32_767),
});

/** What stood when the page was read; null: nothing did */
const Seen = z.object({ rating: Rating.nullable(), note: z.string().nullable(), by: z.string().nullable() }).nullable();

export const Decision = Place.extend({
  seen: Seen,
  /** Who decides */
  person: ReviewerName,
  /** null: it stays without a verdict, on purpose */
  rating: Rating.nullable(),
  note: Note,
});
export const Undecision = Place.extend({ seen: Seen });

/** Decides what stands on a step. Throws not-found, conflict where something else stands than the page showed. */
export async function decide(db: Db, given: z.output<typeof Decision>): Promise<void> {
  const review = await findReview(db.pool, given.review);
  const item = await itemWith(db, given);
  await changeVerdicts(db, async (client) => {
    const trajectory = await findRuledOn(client, item.trajectory_id);
    if (given.step >= trajectory.num_steps) throw noStep(given.step);
    const runId = await lockPersonRun(client, finalRun(review), true);
    const { step, rating, note } = given;
    await assertSeen(client, runId, { trajectory: trajectory.id, step }, given.seen);
    await writeRulings(client, runId, trajectory, [
      { step, rating, rationale: note, raw: `${DECIDED}${plainText(given.person)}` },
    ]);
  });
}

/** Takes a decision back. Throws as deciding does. */
export async function undecide(db: Db, given: z.output<typeof Undecision>): Promise<void> {
  const review = await findReview(db.pool, given.review);
  const item = await itemWith(db, given);
  await changeVerdicts(db, async (client) => {
    const trajectory = await findRuledOn(client, item.trajectory_id);
    const runId = await lockPersonRun(client, finalRun(review), false);
    if (runId === null) return;
    await assertSeen(client, runId, { trajectory: trajectory.id, step: given.step }, given.seen);
    await removeRulings(client, runId, trajectory, given.step);
  });
}

/** How the raw reply of a decided ruling begins. */
export const DECIDED = "decided by ";

const Standing = z.array(
  z.object({ rating: Rating.nullable(), note: z.string().nullable(), by: z.string().nullable() }),
);

/** What somebody else decided meanwhile is not written over unseen. */
async function assertSeen(
  client: pg.PoolClient,
  runId: number,
  at: { trajectory: number; step: number },
  seen: z.infer<typeof Seen>,
): Promise<void> {
  const { rows } = await client.query(
    `SELECT rating, rationale AS note, left(raw, 200) AS by FROM verdict
     WHERE judging_run_id = $1 AND trajectory_id = $2 AND idx = $3`,
    [runId, at.trajectory, at.step],
  );
  const [now] = Standing.parse(rows);
  const isSame = now
    ? seen !== null && now.rating === seen.rating && now.by === seen.by && isSameNote(now.note, seen.note)
    : seen === null;
  if (isSame) return;
  if (!now)
    throw new StudioError("conflict", "Somebody took the decision back meanwhile. Decide again if it is to stand.");
  const why = now.note === null ? "" : ` (${cutAtWord(now.note, 200)})`;
  throw new StudioError(
    "conflict",
    `Meanwhile it was ${now.by ?? "decided"}: ${now.rating === null ? "no verdict" : markOf(now.rating)}${why}. Decide again to put yours in its place.`,
  );
}

/** A long note is shown in part. */
const isSameNote = (now: string | null, seen: string | null): boolean =>
  now === seen || (now !== null && seen !== null && seen.length >= NOTE_HEAD - 1 && now.startsWith(seen));

async function itemWith(db: Db, { review, idx, step }: z.output<typeof Place>): Promise<ReviewItem> {
  const item = await findItem(db.pool, review, idx);
  if (item.step !== null && item.step !== step) throw noStep(step);
  return item;
}

const noStep = (step: number) => new StudioError("not-found", `This item of the review has no step ${step + 1}.`);
