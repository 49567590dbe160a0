/** What could not be done in a run, newest first, with the trajectory or question it belongs to. */
import type pg from "pg";
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { RunRef } from "@/domain/run";
import { Id, IsoTime } from "../library/row-types";

export const FailuresRequest = RunRef.extend({
  /** The last id of the page before */
  cursor: z.int32().positive().nullish(),
  limit: z.int().min(1).max(200).default(50),
  /** Only those of this name */
  failure: z
    .string()
    .max(200)
    .refine((text) => !text.includes("\0"))
    .nullable()
    .default(null),
});

export const RunFailure = z.object({
  id: Id,
  failure: z.string(),
  message: z.string(),
  hasRaw: z.boolean(),
  at: IsoTime,
  /** null where the question has been removed since */
  question: z.string().nullable(),
  /** null where none was made */
  trajectoryId: Id.nullable(),
  sample: z.int().nullable(),
  step: z.int().nullable(),
});
export type RunFailure = z.infer<typeof RunFailure>;

/** A rollout run works on questions, the others on trajectories. */
const TRAJECTORY = `t.id = CASE WHEN f.kind = 'rollout'
  THEN (SELECT id FROM trajectory WHERE rollout_run_id = f.run_id AND question_id = f.item_id AND sample_index = f.sample_index)
  ELSE f.item_id END`;

export async function listRunFailures(db: pg.Pool, request: z.infer<typeof FailuresRequest>): Promise<RunFailure[]> {
  const { rows } = await db.query(
    `SELECT f.id, f.failure, f.message, f.raw IS NOT NULL AS "hasRaw", f.at, left(q.text, 300) AS question,
       t.id AS "trajectoryId", coalesce(f.sample_index, t.sample_index) AS sample, f.step_idx AS step
     FROM run_failure f
     LEFT JOIN trajectory t ON ${TRAJECTORY}
     LEFT JOIN question q ON q.id = CASE WHEN f.kind = 'rollout' THEN f.item_id ELSE t.question_id END
     WHERE f.kind = $1 AND f.run_id = $2 AND f.id < coalesce($3, 2147483647) AND ($5::text IS NULL OR f.failure = $5)
     ORDER BY f.id DESC LIMIT $4`,
    [request.kind, request.runId, request.cursor, request.limit, request.failure],
  );
  return z.array(RunFailure).parse(rows);
}

/** How much of what came back is shown; a page is no place for a megabyte of HTML. */
const RAW_SHOWN = 20_000;
const Raw = z.object({ text: z.string(), length: z.int() });

/** What came back, as it came. Throws not-found. */
export async function readFailureRaw(db: pg.Pool, id: number): Promise<z.infer<typeof Raw>> {
  const { rows } = await db.query(
    `SELECT left(raw, ${RAW_SHOWN}) AS text, length(raw) AS length FROM run_failure WHERE id = $1 AND raw IS NOT NULL`,
    [id],
  );
  const [raw] = z.array(Raw).parse(rows);
  if (!raw) throw new StudioError("not-found", "What came back was not kept.");
  return raw;
}
