import type pg from "pg";
import { submitTraining } from "@/server/jobs/definitions";
import { enqueue } from "@/server/jobs/enqueue";

/** Tries, with pauses that grow from seconds to hours: an engine may be away for an evening. */
export const SUBMIT_TRIES = 10;

/** Has a worker bring the run's newest attempt to its engine, once the transaction commits. */
export async function enqueueSubmit(client: pg.ClientBase | pg.Pool, runId: number): Promise<void> {
  await enqueue(client, submitTraining, { runId }, { key: `${submitTraining.name}:${runId}`, tries: SUBMIT_TRIES });
}
