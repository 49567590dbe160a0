/** Where one training run stands: little enough to be read every two seconds. */
import type pg from "pg";
import { z } from "zod";
import { TrainingStatus } from "@/domain/training/status";
import { Count, Id, IsoTime } from "../library/row-types";

const Row = z.object({
  status: TrainingStatus,
  message: z.string().nullable(),
  attempt: z.int(),
  step: Count,
  totalSteps: Count.nullable(),
  /** Changes when an attempt begins: figures after its checkpoint are made again */
  epoch: Count,
  /** Updates a second of this attempt: over the last twenty while it is open, over all once it has ended */
  rate: z.number().nullable(),
  lastMetricsAt: IsoTime.nullable(),
  warnings: z.array(z.object({ seq: z.int(), message: z.string() })),
  checkpoints: z.array(
    z.object({ path: z.string(), step: z.int(), weightsHash: z.string().nullable(), isFinal: z.boolean() }),
  ),
  models: z.array(z.object({ id: Id, name: z.string() })),
  /** Workers that are alive */
  workers: Count,
  createdAt: IsoTime,
  startedAt: IsoTime.nullable(),
  finishedAt: IsoTime.nullable(),
});
export type TrainingState = z.infer<typeof Row>;

/** null where there is no such run. */
export async function readTrainingState(db: pg.Pool, id: number): Promise<TrainingState | null> {
  const { rows } = await db.query(
    `SELECT r.status, r.message, r.attempt, r.step, r.total_steps AS "totalSteps", began.epoch,
       pace.rate, pace.last AS "lastMetricsAt",
       (SELECT coalesce(jsonb_agg(w.one ORDER BY w.seq DESC), '[]') FROM (
          SELECT seq, jsonb_build_object('seq', seq, 'message', event ->> 'message') AS one
          FROM training_event WHERE run_id = r.id AND event ->> 'event' = 'warning' ORDER BY seq DESC LIMIT 5) w
       ) AS warnings,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('path', path, 'step', step, 'weightsHash', weights_hash,
          'isFinal', is_final) ORDER BY step, is_final), '[]') FROM training_checkpoint WHERE run_id = r.id
       ) AS checkpoints,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'name', name) ORDER BY id), '[]')
        FROM model WHERE training_run_id = r.id) AS models,
       (SELECT count(*)::int FROM worker WHERE heartbeat_at > now() - interval '10 seconds') AS workers,
       r.created_at AS "createdAt", a.started_at AS "startedAt", r.finished_at AS "finishedAt"
     FROM training_run r
     LEFT JOIN training_attempt a ON a.run_id = r.id AND a.attempt = r.attempt,
     LATERAL (SELECT coalesce(max(seq), 0) AS epoch, max(at) AS at FROM training_event
              WHERE run_id = r.id AND event ->> 'event' = 'started') began,
     LATERAL (SELECT max(at) AS last, CASE WHEN max(at) > min(at) THEN
                ((max(step) - min(step)) / extract(epoch FROM max(at) - min(at)))::float END AS rate
              FROM (SELECT step, at FROM training_metric WHERE run_id = r.id AND at >= coalesce(began.at, '-infinity')
                    ORDER BY step DESC
                    LIMIT CASE WHEN r.finished_at IS NULL THEN 20 END) m) pace
     WHERE r.id = $1`,
    [id],
  );
  return z.array(Row).parse(rows)[0] ?? null;
}
