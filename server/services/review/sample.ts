/** A review's sample with what stands on it, as audits take it. */
import type pg from "pg";
import { z } from "zod";
import type { AuditItem } from "@/domain/audit/audit";
import type { AuditStratum } from "@/domain/audit/estimate";
import type { Rating } from "@/domain/verdict";
import { type Gathered, gatherRulings } from "@/server/queries/review/cases";
import { readPeople } from "@/server/queries/review/progress";
import type { Review } from "./find";

const Drawn = z.object({
  idx: z.int(),
  trajectoryId: z.int(),
  numSteps: z.int(),
  /** null: the whole trajectory */
  step: z.int().nullable(),
  stratum: z.int(),
});
export type Drawn = z.infer<typeof Drawn>;

export async function readDrawn(client: pg.ClientBase, review: number): Promise<Drawn[]> {
  const { rows } = await client.query(
    `SELECT i.idx, i.trajectory_id AS "trajectoryId", t.num_steps::int AS "numSteps", i.step, i.stratum
     FROM review_item i JOIN trajectory t ON t.id = i.trajectory_id WHERE i.review_id = $1 ORDER BY i.idx`,
    [review],
  );
  return z.array(Drawn).parse(rows);
}

/** What stands of each step that somebody ruled on; null where people differ or are unsure. */
export type Standing = ReadonlyMap<string, Rating | null>;

export async function readStanding(db: pg.Pool, review: Review): Promise<Standing> {
  const rulings = await gatherRulings(db, review, await readPeople(db, review), null);
  return new Map(rulings.map((one) => [keyOf(one.trajectoryId, one.step), ratingOf(one)]));
}

export const auditStrata = ({ population }: Pick<Review, "population">): AuditStratum[] =>
  population.map((stratum, key) => ({ ...stratum, key: String(key) }));

/**
 * The steps of the drawn items. `isKept` says of a step whether a filter keeps it; null: its item is left out, as if
 * nobody had ruled on it.
 */
export function auditItems(
  drawn: readonly Drawn[],
  standing: Standing,
  isKept: (trajectory: number, step: number) => boolean | null,
): AuditItem[] {
  return drawn.flatMap(({ idx, trajectoryId, numSteps, step, stratum }) => {
    const steps = step === null ? Array.from({ length: numSteps }, (_, at) => at) : [step];
    return steps.flatMap((at) => {
      const kept = isKept(trajectoryId, at);
      if (kept === null) return [];
      const rating = standing.get(keyOf(trajectoryId, at)) ?? null;
      return [{ stratum: String(stratum), unit: idx, kept, isUnreasonable: rating === null ? null : rating < 0 }];
    });
  });
}

const keyOf = (trajectory: number, step: number) => `${trajectory} ${step}`;

/** What stands: the final ruling, else what all who ruled say; null where they differ, are unsure, or nobody ruled. */
function ratingOf({ people, final }: Gathered): Rating | null {
  if (final) return final.rating;
  const given = new Set([...people.values()].map(({ rating }) => rating));
  const [only = null] = given;
  return given.size === 1 ? only : null;
}
