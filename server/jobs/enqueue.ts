import type pg from "pg";
import type { z } from "zod";
import type { Job } from "./definitions";

/**
 * Puts a job in the queue inside the caller's transaction: it exists exactly if what it is about was committed. A job
 * of the same key (unless given, its name) that waits already is replaced, so enqueueing often costs nothing.
 * Where the queue was never installed nothing happens: the worker looks for work of its own when it starts.
 */
export async function enqueue<Payload extends z.ZodType>(
  client: pg.ClientBase | pg.Pool,
  job: Job<Payload>,
  payload: z.input<Payload>,
  { key = job.name, tries = null }: { key?: string; tries?: number | null } = {},
): Promise<void> {
  const parsed = job.payload.parse(payload);
  const { rows } = await client.query("SELECT to_regclass('graphile_worker.migrations') IS NOT NULL AS installed");
  if (!rows[0]?.installed) return;
  await client.query(
    "SELECT graphile_worker.add_job($1, payload => $2::json, job_key => $3, max_attempts => $4::int)",
    [job.name, JSON.stringify(parsed), key, tries],
  );
}
