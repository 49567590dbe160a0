/** A person's rulings on an item of a review: in their judging run, and the item is done. */
import type pg from "pg";
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { IN_HINDSIGHT, type ItemRuling, rulingProblem, type StepRuling } from "@/domain/review/ruling";
import type { Db } from "@/server/db";
import { readOwnRulings } from "@/server/queries/review/own-rulings";
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

export type RuleAnswer = {
  /** What was hidden until now */
  reveal: Reveal;
  /** What stands in place of what was sent, because it was said later; null: what was sent stands */
  superseded: StepRuling[] | null;
};

/**
 * Keeps rulings, over earlier ones, and answers what was hidden until now. A ruling that was given is never refused
 * because the reservation ran out: then an item has more people than were wanted. What is older than what stands
 * changes nothing, and is told so. What is changed once the rest was shown is marked as changed in hindsight.
 * Throws not-found, invalid where the item asks for something else.
 */
export async function ruleOnItem(db: Db, given: ItemRuling): Promise<RuleAnswer> {
  const person = plainText(given.person);
  const review = await findReview(db.pool, given.review);
  const item = await findItem(db.pool, review.id, given.idx);
  const superseded = await changeVerdicts(db, async (client) => {
    const trajectory = await findRuledOn(client, item.trajectory_id);
    const shape = { ruling: review.plan.ruling, step: item.step, numSteps: trajectory.num_steps };
    const problem = rulingProblem(shape, given.rulings);
    if (problem !== null) throw new StudioError("invalid", problem);
    const runId = await lockPersonRun(client, runOfPerson(review, person), true);
    const wasShown = await hasRuled(client, given, person);
    const before = await readOwnRulings(client, runId, item);
    if (!(await say(client, given, person))) return before;
    const marks = new Map(before.map(({ step, rating, isInHindsight }) => [step, isInHindsight ? undefined : rating]));
    const isChanged = ({ step, rating }: StepRuling) => !marks.has(step) || marks.get(step) !== rating;
    const verdicts = given.rulings.map((one) => ({
      ...{ step: one.step, rating: one.rating, rationale: one.note },
      raw: wasShown && !review.plan.hindsight && isChanged(one) ? IN_HINDSIGHT : null,
    }));
    // Of a trajectory that was ruled on before, later steps may have had verdicts.
    if (item.step === null) await removeRulings(client, runId, trajectory, null);
    await writeRulings(client, runId, trajectory, verdicts);
    return null;
  });
  return { reveal: await readReveal(db.pool, review, item, person), superseded };
}

const Found = z.array(z.object({ has_ruled: z.boolean() }));

/** Whether the person ruled on the item before, and was answered what had been hidden. */
async function hasRuled(client: pg.PoolClient, { review, idx }: ItemRuling, person: string): Promise<boolean> {
  const { rows } = await client.query(
    `SELECT said_at IS NOT NULL AS has_ruled FROM review_claim
     WHERE review_id = $1 AND idx = $2 AND person = $3 FOR UPDATE`,
    [review, idx, person],
  );
  return Found.parse(rows)[0]?.has_ruled ?? false;
}

/**
 * Marks an item as done, unless the person said something later of it already. Answers whether it did. A browser whose
 * clock is ahead says what it says now: else nothing that is said later, on a machine whose clock is right, would stand.
 */
async function say(
  client: pg.PoolClient,
  { review, idx, at }: Pick<ItemRuling, "review" | "idx" | "at">,
  person: string,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `INSERT INTO review_claim AS c (review_id, idx, person, claimed_until, done_at, said_at)
     VALUES ($1, $2, $3, now() + make_interval(mins => $5), now(), least($4, now() + interval '2 seconds'))
     ON CONFLICT (review_id, idx, person) DO UPDATE SET said_at = excluded.said_at,
       claimed_until = excluded.claimed_until, done_at = excluded.done_at
     WHERE c.said_at IS NULL OR c.said_at <= excluded.said_at`,
    [review, idx, person, at, RESERVED_MINUTES],
  );
  return rowCount === 1;
}
