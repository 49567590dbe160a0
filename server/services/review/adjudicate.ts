/** What stands in the end, decided step by step. */
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { Note, ReviewerName } from "@/domain/review/ruling";
import { Rating } from "@/domain/verdict";
import type { Db } from "@/server/db";
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

export const Decision = Place.extend({
  /** Who decides */
  person: ReviewerName,
  /** null: it stays without a verdict, on purpose */
  rating: Rating.nullable(),
  note: Note,
});
export const Undecision = Place;

/** Decides what stands on a step. Throws not-found. */
export async function decide(db: Db, given: z.output<typeof Decision>): Promise<void> {
  const review = await findReview(db.pool, given.review);
  const item = await itemWith(db, given);
  await changeVerdicts(db, async (client) => {
    const trajectory = await findRuledOn(client, item.trajectory_id);
    if (given.step >= trajectory.num_steps) throw noStep(given.step);
    const runId = await lockPersonRun(client, finalRun(review), true);
    const { step, rating, note } = given;
    await writeRulings(client, runId, trajectory, [
      { step, rating, rationale: note, raw: `${DECIDED}${plainText(given.person)}` },
    ]);
  });
}

/** Takes a decision back. */
export async function undecide(db: Db, given: z.output<typeof Undecision>): Promise<void> {
  const review = await findReview(db.pool, given.review);
  const item = await itemWith(db, given);
  await changeVerdicts(db, async (client) => {
    const trajectory = await findRuledOn(client, item.trajectory_id);
    const runId = await lockPersonRun(client, finalRun(review), false);
    if (runId !== null) await removeRulings(client, runId, trajectory, given.step);
  });
}

/** How the raw reply of a decided ruling begins. */
export const DECIDED = "decided by ";
async function itemWith(db: Db, { review, idx, step }: z.output<typeof Place>): Promise<ReviewItem> {
  const item = await findItem(db.pool, review, idx);
  if (item.step !== null && item.step !== step) throw noStep(step);
  return item;
}

const noStep = (step: number) => new StudioError("not-found", `This item of the review has no step ${step + 1}.`);
