/** Reads every labelling run's outcome of a trajectory, with its reason. */
import type pg from "pg";
import { z } from "zod";
import { excerpt, LabellerKind, type OutcomeView } from "@/domain/trajectory-view";

const REASON_HEAD = 4_000;

const Row = z.object({
  id: z.int(),
  key: z.string(),
  name: z.string(),
  version: z.int(),
  labeller_kind: LabellerKind,
  isSample: z.boolean(),
  correct: z.boolean(),
  value: z.number().nullable(),
  reason: z.string().nullable(),
  labelled_at: z.date().nullable(),
});

const OUTCOMES = `
  SELECT r.id, r.key, r.name, r.version, r.labeller_kind, r.is_sample AS "isSample", o.correct, o.value, left(o.reason, $2) AS reason,
    o.labelled_at
  FROM outcome o JOIN labelling_run r ON r.id = o.labelling_run_id
  WHERE o.trajectory_id = $1
  ORDER BY r.key, r.version DESC`;

/** The preferred run's outcome first, then the newest of each labeller, then earlier versions. */
export async function readOutcomes(db: pg.Pool, id: number, preferred: number | null): Promise<OutcomeView[]> {
  const { rows } = await db.query(OUTCOMES, [id, REASON_HEAD + 1]);
  const seen = new Set<string>();
  const outcomes = z
    .array(Row)
    .parse(rows)
    .map((row): OutcomeView => {
      const isNewest = !seen.has(row.key);
      seen.add(row.key);
      return {
        runId: row.id,
        name: row.name,
        version: row.version,
        kind: row.labeller_kind,
        isSample: row.isSample,
        isNewest: isNewest || row.id === preferred,
        correct: row.correct,
        value: row.value,
        reason: row.reason === null ? null : excerpt(row.reason, REASON_HEAD),
        labelledAt: row.labelled_at?.toISOString() ?? null,
      };
    });
  const rank = (outcome: OutcomeView) => (outcome.runId === preferred ? 0 : outcome.isNewest ? 1 : 2);
  return outcomes.sort((a, b) => rank(a) - rank(b) || a.runId - b.runId);
}
