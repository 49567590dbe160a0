/**
 * Launches that no job of the queue is about: their worker died, or the queue came after them. And runs that ended while
 * a worker that died brought their job to the engine: nobody else would see whether it is there.
 */
import type pg from "pg";
import { z } from "zod";
import { submitTraining } from "@/server/jobs/definitions";
import { enqueueSubmit } from "./enqueue-submit";

/** A job of a worker that is gone stays its own for hours; none takes longer than this without being looked at. */
const SILENCE = "1 minute";
const Ids = z.array(z.object({ id: z.int() }));

/** Queues them again; answers how many. One that is worked on after all is left alone by the second worker. */
export async function requeueLaunches(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query(
    `SELECT r.id FROM training_run r WHERE r.status = 'launching' AND NOT EXISTS (
       SELECT 1 FROM graphile_worker.jobs j WHERE j.key = $1 || ':' || r.id
         AND (j.locked_at IS NULL OR j.locked_at > now() - interval '${SILENCE}') AND j.attempts < j.max_attempts)
     OR r.status IN ('stopped', 'failed', 'lost', 'done') AND EXISTS (
       SELECT 1 FROM graphile_worker.jobs j WHERE j.key = $1 || ':' || r.id
         AND j.locked_at <= now() - interval '${SILENCE}')`,
    [submitTraining.name],
  );
  const ids = Ids.parse(rows);
  for (const { id } of ids) await enqueueSubmit(pool, id);
  return ids.length;
}
