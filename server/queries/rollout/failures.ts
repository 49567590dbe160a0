/** What could not be done in a rollout run, newest first, with the question and the trajectory it belongs to. */
import type pg from "pg";
import { z } from "zod";
import { Id, IsoTime } from "../library/row-types";

const RAW_SHOWN = 20_000;

export const RolloutFailure = z.object({
  id: Id,
  questionId: Id,
  /** null where the question has been removed since */
  question: z.string().nullable(),
  sample: z.int().nullable(),
  /** The step that was being asked for */
  step: z.int().nullable(),
  /** The trajectory that ended there, where it was kept */
  trajectoryId: Id.nullable(),
  failure: z.string(),
  message: z.string(),
  raw: z.string().nullable(),
  at: IsoTime,
});
export type RolloutFailure = z.infer<typeof RolloutFailure>;

export async function listRolloutFailures(
  db: pg.Pool,
  request: { id: number; cursor: number | null; limit: number; failure: string | null },
): Promise<RolloutFailure[]> {
  const { rows } = await db.query(
    `SELECT f.id, f.item_id AS "questionId", left(q.text, 400) AS question, f.sample_index AS sample, f.step_idx AS step,
       t.id AS "trajectoryId", f.failure, f.message, left(f.raw, ${RAW_SHOWN}) AS raw, f.at
     FROM run_failure f
     LEFT JOIN question q ON q.id = f.item_id
     LEFT JOIN trajectory t
       ON t.rollout_run_id = f.run_id AND t.question_id = f.item_id AND t.sample_index = f.sample_index
     WHERE f.kind = 'rollout' AND f.run_id = $1 AND ($2::int IS NULL OR f.id < $2) AND ($4::text IS NULL OR f.failure = $4)
     ORDER BY f.id DESC LIMIT $3`,
    [request.id, request.cursor, request.limit, request.failure],
  );
  return z.array(RolloutFailure).parse(rows);
}
