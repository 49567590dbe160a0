/** A person's rulings on an item of a review: in their judging run, and the item is done. */
import type pg from "pg";
import { StudioError } from "@/domain/errors";
import { type ItemRetraction, type ItemRuling, rulingProblem } from "@/domain/review/ruling";
import type { Db } from "@/server/db";
import { type Reveal, readReveal } from "@/server/queries/review/reveal";
import { plainText } from "@/server/services/import/copy";
import {
  changeVerdicts,
  findRuledOn,
  lockPersonRun,
  removeRulings,
  writeRulings,
} from "@/server/services/judging/person-run";
import { findItem, findReview, runOfPerson } from "./find";
import { RESERVED_MINUTES } from "./next";

/**
 * Keeps rulings, over earlier ones, and answers what was hidden until now. A ruling that was given is never refused
 * because the reservation ran out: then an item has more people than were wanted. What is older than what stands
 * changes nothing. Throws not-found, invalid where the item asks for something else.
 */
export async function ruleOnItem(db: Db, given: ItemRuling): Promise<Reveal> {
  const person = plainText(given.person);
  const review = await findReview(db.pool, given.review);
  const item = await findItem(db.pool, review.id, given.idx);
  await changeVerdicts(db, async (client) => {
    const trajectory = await findRuledOn(client, item.trajectory_id);
    const shape = { ruling: review.plan.ruling, step: item.step, numSteps: trajectory.num_steps };
    const problem = rulingProblem(shape, given.rulings);
    if (problem !== null) throw new StudioError("invalid", problem);
    if (!(await say(client, given, person, true))) return;
    const runId = await lockPersonRun(client, runOfPerson(review, person), true);
    const verdicts = given.rulings.map(({ step, rating, note }) => ({ step, rating, rationale: note }));
    // Of a trajectory that was ruled on before, later steps may have had verdicts.
    if (item.step === null) await removeRulings(client, runId, trajectory, null);
    await writeRulings(client, runId, trajectory, verdicts);
  });
  return readReveal(db.pool, review, item, person);
}

/** Takes the rulings on an item back; it is reserved for the person again. */
export async function retractItem(db: Db, given: ItemRetraction): Promise<void> {
  const person = plainText(given.person);
  const review = await findReview(db.pool, given.review);
  const item = await findItem(db.pool, review.id, given.idx);
  await changeVerdicts(db, async (client) => {
    const trajectory = await findRuledOn(client, item.trajectory_id);
    if (!(await say(client, given, person, false))) return;
    const runId = await lockPersonRun(client, runOfPerson(review, person), false);
    if (runId !== null) await removeRulings(client, runId, trajectory, item.step);
  });
}

/** Marks an item as done or open, unless the person said something later of it already. Answers whether it did. */
async function say(
  client: pg.PoolClient,
  { review, idx, at }: Pick<ItemRuling, "review" | "idx" | "at">,
  person: string,
  isDone: boolean,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `INSERT INTO review_claim AS c (review_id, idx, person, claimed_until, done_at, said_at)
     VALUES ($1, $2, $3, now() + make_interval(mins => $6), CASE WHEN $5 THEN now() END, $4)
     ON CONFLICT (review_id, idx, person) DO UPDATE SET said_at = excluded.said_at,
       claimed_until = excluded.claimed_until, done_at = excluded.done_at
     WHERE c.said_at IS NULL OR c.said_at <= excluded.said_at`,
    [review, idx, person, at, isDone, RESERVED_MINUTES],
  );
  return rowCount === 1;
}
