/**
 * Full-text search over what the model wrote. Imports leave it to this job, because a GIN index on their write path
 * makes them several times slower.
 *
 * The fact `search-indexed-to` is a trajectory id up to which everything is indexed and nothing can be added any more.
 */
import type pg from "pg";
import { z } from "zod";
import { actionWords } from "@/domain/action";
import { Message } from "@/domain/message";
import { settledId } from "./settled-id";

/** PostgreSQL refuses a tsvector of more than 1 MB. */
const MAX_WORDS = 200_000;
const TRAJECTORIES_A_BATCH = 100;
const CHARACTERS_A_WRITE = 4_000_000;

const IdRow = z.object({ id: z.int() });
const ActionRow = z.object({ trajectoryId: z.int(), idx: z.int(), action: z.string() });
const SearchRow = z.object({ trajectoryId: z.int(), idx: z.int(), words: z.string() });
type SearchRow = z.infer<typeof SearchRow>;

/** Indexes every committed trajectory that is not; stops early when `signal` says so. Answers how many it indexed. */
export async function indexSearchWords(pool: pg.Pool, signal?: AbortSignal): Promise<number> {
  const client = await pool.connect();
  try {
    // A second indexer waits and then finds what came in after the first one's last look.
    await client.query("SELECT pg_advisory_lock(hashtext('swirl-studio index-search'))");
    return await indexAll(client, signal);
  } finally {
    // Ending the session releases the lock whatever state it is in.
    client.release(true);
  }
}

async function indexAll(client: pg.PoolClient, signal?: AbortSignal): Promise<number> {
  const settled = await settledId(client, "trajectory");
  let after = await indexedTo(client);
  let count = 0;
  while (!signal?.aborted) {
    const { rows } = await client.query(
      `SELECT t.id FROM trajectory t WHERE t.id > $1 AND t.num_steps > 0
         AND NOT EXISTS (SELECT 1 FROM step_search s WHERE s.trajectory_id = t.id)
       ORDER BY t.id LIMIT $2`,
      [after, TRAJECTORIES_A_BATCH],
    );
    const ids = z
      .array(IdRow)
      .parse(rows)
      .map((row) => row.id);
    if (ids.length === 0) {
      if (settled !== null) await setIndexedTo(client, settled);
      break;
    }
    await indexBatch(client, ids);
    after = ids.at(-1) ?? after;
    count += ids.length;
  }
  return count;
}

async function indexedTo(client: pg.PoolClient): Promise<number> {
  const { rows } = await client.query("SELECT value::int AS id FROM fact WHERE key = 'search-indexed-to'");
  return z.array(IdRow).parse(rows)[0]?.id ?? 0;
}

async function setIndexedTo(client: pg.PoolClient, id: number): Promise<void> {
  await client.query(
    `INSERT INTO fact (key, value) VALUES ('search-indexed-to', to_jsonb($1::int))
     ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE fact.value::int < excluded.value::int`,
    [id],
  );
}

/** A trajectory is indexed as a whole or not at all: one with some of its steps would never be looked at again. */
async function indexBatch(client: pg.PoolClient, ids: number[]): Promise<void> {
  await client.query("BEGIN");
  try {
    // Held until commit, so that a removal of these trajectories comes after their rows and finds them.
    await client.query("SELECT 1 FROM trajectory WHERE id = ANY($1::int[]) FOR KEY SHARE", [ids]);
    const { rows } = await client.query(
      `SELECT s.trajectory_id AS "trajectoryId", s.idx, s.action FROM step s JOIN trajectory t ON t.id = s.trajectory_id
       WHERE s.trajectory_id = ANY($1::int[]) ORDER BY s.trajectory_id, s.idx`,
      [ids],
    );
    let waiting: SearchRow[] = [];
    let characters = 0;
    for (const row of z.array(ActionRow).parse(rows)) {
      const words = searchableWords(row.action);
      waiting.push({ trajectoryId: row.trajectoryId, idx: row.idx, words });
      characters += words.length;
      if (characters < CHARACTERS_A_WRITE) continue;
      await write(client, waiting);
      waiting = [];
      characters = 0;
    }
    await write(client, waiting);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  }
}

/** The words of an action as stored, in a form PostgreSQL accepts: no NUL, no half of a surrogate pair. */
export function searchableWords(action: string): string {
  const parsed = Message.safeParse(JSON.parse(action));
  if (!parsed.success) return "";
  return actionWords(parsed.data)
    .slice(0, MAX_WORDS)
    .replaceAll("\0", " ")
    .replace(/\p{Surrogate}/gu, " ");
}

async function write(client: pg.PoolClient, rows: SearchRow[]): Promise<void> {
  if (rows.length === 0) return;
  await client.query(
    `INSERT INTO step_search (trajectory_id, idx, words)
     SELECT trajectory_id, idx, to_tsvector('english', words)
     FROM unnest($1::int[], $2::smallint[], $3::text[]) AS given (trajectory_id, idx, words)
     ON CONFLICT DO NOTHING`,
    [rows.map((row) => row.trajectoryId), rows.map((row) => row.idx), rows.map((row) => row.words)],
  );
}
