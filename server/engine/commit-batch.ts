/** Writes a batch of results in one transaction, exactly once, whatever happens to the connection. */
import type pg from "pg";
import { z } from "zod";
import { type RunRef, RunStatus } from "@/domain/run";
import { sleep } from "./clock";
import { isDatabaseGone, isWorthRepeating } from "./database-gone";
import type { OpenRun, Result } from "./executor";

export type Batch = {
  results: { result: Result<unknown>; chunkId: number }[];
  /** Chunks that are done with this batch */
  finished: number[];
  /** Chunks that are to be looked at once more by whoever takes them next */
  doubtful: number[];
  counters: ReadonlyMap<string, number>;
};

/** Ids of the batch's chunks that were this worker's; null: the run is not running any more. */
export type Committed = { mine: ReadonlySet<number> } | null;

type Place = { pool: pg.Pool; workerId: string; run: RunRef; open: OpenRun<unknown, unknown> };

const AGAIN_MS = 250;
const StateRows = z.array(z.object({ status: RunStatus, xid: z.string() })).max(1);
const IdRows = z.array(z.object({ id: z.int() }));
const FateRows = z.tuple([z.object({ fate: z.string().nullable() })]);

/**
 * What is not this worker's any more is left out; nothing is written where the run is not running. Repeats while the
 * database is away, as long as `isWanted`; then throws what was in the way, as it does for any other error.
 */
export async function commitBatch(place: Place, batch: Batch, isWanted: () => boolean): Promise<Committed> {
  for (;;) {
    const attempt: Attempt = { xid: null, isSent: false, outcome: null };
    try {
      return await tryCommit(place, batch, attempt);
    } catch (error) {
      if (!isWorthRepeating(error) || !isWanted()) throw error;
      if (attempt.isSent && attempt.xid && (await wasCommitted(place.pool, attempt.xid, isWanted)))
        return attempt.outcome;
      await sleep(AGAIN_MS);
    }
  }
}

type Attempt = { xid: string | null; isSent: boolean; outcome: Committed };

async function tryCommit({ pool, workerId, run, open }: Place, batch: Batch, attempt: Attempt): Promise<Committed> {
  const client = await pool.connect();
  let isBroken = false;
  try {
    await client.query("BEGIN");
    const state = await client.query(
      "SELECT status, pg_current_xact_id()::text AS xid FROM run_state WHERE kind = $1 AND run_id = $2 FOR SHARE",
      [run.kind, run.runId],
    );
    const [found] = StateRows.parse(state.rows);
    if (found?.status !== "running") {
      await client.query("ROLLBACK");
      return null;
    }
    attempt.xid = found.xid;
    const mine = await lockMine(client, workerId, batch);
    const results = batch.results.filter(({ chunkId }) => mine.has(chunkId)).map(({ result }) => result);
    if (results.length > 0) await open.commit(client, results);
    await keepBooks(client, run, {
      ...batch,
      kept: results,
      finished: batch.finished.filter((id) => mine.has(id)),
      doubtful: batch.doubtful.filter((id) => mine.has(id)),
    });
    attempt.outcome = { mine };
    attempt.isSent = true;
    await client.query("COMMIT");
    return attempt.outcome;
  } catch (error) {
    isBroken = isDatabaseGone(error);
    if (!isBroken) await client.query("ROLLBACK").catch(() => {});
    throw error;
  } finally {
    client.release(isBroken);
  }
}

async function lockMine(client: pg.PoolClient, workerId: string, batch: Batch): Promise<Set<number>> {
  const ids = [...new Set([...batch.results.map((one) => one.chunkId), ...batch.finished, ...batch.doubtful])];
  if (ids.length === 0) return new Set();
  const { rows } = await client.query(
    `SELECT id FROM run_chunk WHERE id = ANY($1::int[]) AND worker_id = $2 AND state = 'leased'
     ORDER BY id FOR NO KEY UPDATE`,
    [ids, workerId],
  );
  return new Set(IdRows.parse(rows).map((row) => row.id));
}

/** Totals, counters, failures, the states of chunks and the revision of the data. */
async function keepBooks(
  client: pg.PoolClient,
  { kind, runId }: RunRef,
  { kept, finished, doubtful, counters }: Omit<Batch, "results"> & { kept: readonly Result<unknown>[] },
): Promise<void> {
  const counts = new Map(counters);
  for (const { endState } of kept)
    if (endState !== undefined) counts.set(`end:${endState}`, (counts.get(`end:${endState}`) ?? 0) + 1);
  const failures = kept.flatMap((result) => result.failures ?? []);
  for (const { failure } of failures) counts.set(`failure:${failure}`, (counts.get(`failure:${failure}`) ?? 0) + 1);
  // Always in the same order, so that two workers never wait for each other.
  const names = [...counts.keys()].sort();
  const sum = (read: (result: Result<unknown>) => number) => kept.reduce((total, result) => total + read(result), 0);
  const text = (value: string | undefined) => value?.replaceAll("\0", "\uFFFD") ?? null;
  await client.query(
    `WITH pulse AS (
       INSERT INTO run_pulse AS p (kind, run_id, at, done, prompt_tokens, completion_tokens)
       SELECT $1, $2::int, to_timestamp(floor(extract(epoch FROM clock_timestamp()) / 10) * 10), $3::int, $4, $5
       WHERE $3 > 0
       ON CONFLICT (kind, run_id, at) DO UPDATE SET done = p.done + excluded.done,
         prompt_tokens = p.prompt_tokens + excluded.prompt_tokens,
         completion_tokens = p.completion_tokens + excluded.completion_tokens),
     counted AS (
       INSERT INTO run_counter AS c (kind, run_id, name, count)
       SELECT $1, $2::int, name, count FROM unnest($6::text[], $7::bigint[]) AS given (name, count)
       ON CONFLICT (kind, run_id, name) DO UPDATE SET count = c.count + excluded.count),
     failed AS (
       INSERT INTO run_failure (kind, run_id, item_id, sample_index, step_idx, failure, message, raw)
       SELECT $1, $2::int, given.* FROM unnest($8::int[], $9::int[], $10::smallint[], $11::text[], $12::text[], $13::text[])
         AS given),
     ended AS (
       UPDATE run_chunk SET state = CASE WHEN id = ANY($14::int[]) THEN 'done' ELSE 'waiting' END,
         worker_id = NULL, leased_until = NULL
       WHERE id = ANY($14::int[] || $15::int[]))
     UPDATE fact SET value = to_jsonb((value #>> '{}')::bigint + 1) WHERE key = 'revision' AND $3 > 0`,
    [
      kind,
      runId,
      kept.length,
      sum((result) => result.promptTokens),
      sum((result) => result.completionTokens),
      names,
      names.map((name) => counts.get(name)),
      failures.map((failure) => failure.itemId),
      failures.map((failure) => failure.sampleIndex ?? null),
      failures.map((failure) => failure.stepIdx ?? null),
      failures.map((failure) => text(failure.failure)),
      failures.map((failure) => text(failure.message)),
      failures.map((failure) => text(failure.raw)),
      finished,
      doubtful,
    ],
  );
}

/** What became of a transaction whose answer was lost with the connection. */
export async function wasCommitted(pool: pg.Pool, xid: string, isWanted: () => boolean): Promise<boolean> {
  for (;;) {
    try {
      const { rows } = await pool.query("SELECT pg_xact_status($1::xid8) AS fate", [xid]);
      const [{ fate }] = FateRows.parse(rows);
      if (fate !== "in progress") return fate === "committed";
    } catch (error) {
      if (isInFuture(error)) return false;
      if (!isDatabaseGone(error) || !isWanted()) throw error;
    }
    await sleep(AGAIN_MS);
  }
}

/** A server that crashed before it had written anything of a transaction to disk has not yet had one of its number. */
const isInFuture = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "22023";
