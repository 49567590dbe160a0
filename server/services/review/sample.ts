/** A review's sample with what stands on it, as audits take it. */
import type pg from "pg";
import { z } from "zod";
import type { AuditItem } from "@/domain/audit/audit";
import type { AuditStratum } from "@/domain/audit/estimate";
import type { StandingRulings } from "@/server/queries/review/standing";
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

export const auditStrata = ({ population }: Pick<Review, "population">): AuditStratum[] =>
  population.map((stratum, key) => ({ ...stratum, key: String(key) }));

/**
 * The steps of the drawn items. `isKept` says of a step whether a filter keeps it; null: its item is left out, as if
 * nobody had ruled on it. Who looks for a first error says nothing of the steps behind it, and is done all the same.
 */
export function auditItems(
  { plan }: Pick<Review, "plan">,
  drawn: readonly Drawn[],
  ruled: StandingRulings,
  isKept: (trajectory: number, step: number) => boolean | null,
): AuditItem[] {
  return drawn.flatMap(({ idx, trajectoryId, numSteps, step, stratum }) => {
    const steps = step === null ? Array.from({ length: numSteps }, (_, at) => at) : [step];
    const own = ruled.get(trajectoryId);
    return steps.flatMap((at) => {
      const kept = isKept(trajectoryId, at);
      if (kept === null) return [];
      const rating = own?.get(at) ?? null;
      return [
        {
          ...{ stratum: String(stratum), unit: idx, block: trajectoryId, kept },
          isUnreasonable: rating === null ? null : rating < 0,
          isOpen: plan.ruling === "first-error" ? own === undefined : !own?.has(at),
        },
      ];
    });
  });
}
