/**
 * A worker's place among the others: its row, its heartbeat, and how long it may trust it. What it holds (slots,
 * chunks) is its own while it is heard of; it stops using slots by its own clock before others may take them.
 */
import { randomUUID } from "node:crypto";
import os from "node:os";
import type pg from "pg";
import { z } from "zod";
import { WORKER_SILENCE } from "@/server/queries/run/progress";
import { elapsedSince, instant } from "./clock";
import { processMark, processScope } from "./process-mark";

/** How long a chunk is leased for; each heartbeat renews it. */
export const LEASE = "10 seconds";
/** Less than WORKER_SILENCE by more than clocks differ. */
const TRUST_MS = 8_000;

const Ids = z.array(z.object({ id: z.int() }));
const Others = z.array(z.object({ id: z.string(), pid: z.int(), process: z.string() }));

export class Life {
  readonly id = randomUUID();
  #lastBeat: ReturnType<typeof instant> | null = null;

  /** Whether others still count this worker among the living. */
  isTrusted(): boolean {
    return this.#lastBeat !== null && elapsedSince(this.#lastBeat) < TRUST_MS;
  }

  /** Says that this worker lives, renews the leases of what it holds, and answers which of these are still its own. */
  async beat(pool: pg.Pool, held: ReadonlySet<number>): Promise<Set<number>> {
    const sent = instant();
    const { rows } = await pool.query(
      `WITH beat AS (
         INSERT INTO worker (id, host, pid, process) VALUES ($1, $2, $3, $4)
         ON CONFLICT (id) DO UPDATE SET heartbeat_at = now()),
       renewed AS (
         UPDATE run_chunk SET leased_until = now() + interval '${LEASE}'
         -- One that a commit holds is renewed the next time.
         WHERE id IN (SELECT id FROM run_chunk WHERE worker_id = $1 AND state = 'leased' AND id = ANY($5::int[])
                      FOR NO KEY UPDATE SKIP LOCKED))
       SELECT id FROM run_chunk WHERE worker_id = $1 AND state = 'leased' AND id = ANY($5::int[])`,
      [this.id, os.hostname(), process.pid, processMark(process.pid), [...held]],
    );
    this.#lastBeat = sent;
    return new Set(Ids.parse(rows).map((row) => row.id));
  }

  /** Gives back whatever this worker still holds. */
  async end(pool: pg.Pool): Promise<void> {
    this.#lastBeat = null;
    await forget(pool, [this.id]);
  }
}

/** Frees at once what processes of this machine held that run no more, and removes rows that were silent for long. */
export async function sweepWorkers(pool: pg.Pool): Promise<void> {
  await pool.query("DELETE FROM worker WHERE heartbeat_at < now() - interval '1 hour'");
  if (processScope === null) return;
  const { rows } = await pool.query("SELECT id, pid, process FROM worker WHERE starts_with(process, $1)", [
    processScope,
  ]);
  const gone = Others.parse(rows).filter((other) => processMark(other.pid) !== other.process);
  if (gone.length > 0)
    await forget(
      pool,
      gone.map((other) => other.id),
    );
}

async function forget(pool: pg.Pool, ids: string[]): Promise<void> {
  await pool.query(
    `WITH freed AS (
       UPDATE run_chunk SET state = 'waiting', worker_id = NULL, leased_until = NULL
       WHERE worker_id = ANY($1::uuid[]) AND state = 'leased')
     DELETE FROM worker WHERE id = ANY($1::uuid[])`,
    [ids],
  );
  // Other workers may have been waiting for these chunks.
  await pool.query("NOTIFY swirl_run");
}

/** For queries: whether the worker of this alias is alive. */
export const livesSql = (alias: string) => `${alias}.heartbeat_at > now() - interval '${WORKER_SILENCE}'`;
