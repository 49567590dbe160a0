/**
 * Full-text search over passages, and the statistics that ranking needs: in how many passages of its corpus a lexeme
 * occurs, how many passages there are and how long they are. Counts only ever grow: passages go with their corpus.
 *
 * The fact `passages-indexed-to` is a passage id up to which everything is indexed and nothing can be added any more.
 */
import type pg from "pg";
import { z } from "zod";
import { settledId } from "./settled-id";

/** PostgreSQL refuses a tsvector of more than 1 MB. */
const MAX_TITLE = 2_000;
const MAX_BODY = 50_000;
const PASSAGES_A_BATCH = 2_000;
/** From here on the planner's statistics are worth renewing at once. */
const MANY = 5_000;

const IdRow = z.object({ id: z.int() });
const PassageRow = z.object({ id: z.int(), corpusId: z.int() });
type PassageRow = z.infer<typeof PassageRow>;

/** Indexes every committed passage that is not; stops early when `signal` says so. Answers how many it indexed. */
export async function indexPassageWords(pool: pg.Pool, signal?: AbortSignal): Promise<number> {
  const client = await pool.connect();
  try {
    // A second indexer waits and then finds what came in after the first one's last look.
    await client.query("SELECT pg_advisory_lock(hashtext('swirl-studio index-passages'))");
    const count = await indexAll(client, signal);
    if (count > 0) await client.query("SELECT gin_clean_pending_list('passage_search_words_idx')");
    if (count >= MANY) await client.query("ANALYZE passage_search, corpus_lexeme");
    return count;
  } finally {
    // Ending the session releases the lock whatever state it is in.
    client.release(true);
  }
}

async function indexAll(client: pg.PoolClient, signal?: AbortSignal): Promise<number> {
  const settled = await settledId(client, "passage");
  let after = await indexedTo(client);
  let count = 0;
  while (!signal?.aborted) {
    const { rows } = await client.query(
      `SELECT p.id, p.corpus_id AS "corpusId" FROM passage p WHERE p.id > $1
         AND NOT EXISTS (SELECT 1 FROM passage_search s WHERE s.passage_id = p.id)
       ORDER BY p.id LIMIT $2`,
      [after, PASSAGES_A_BATCH],
    );
    const batch = z.array(PassageRow).parse(rows);
    if (batch.length === 0) {
      if (settled !== null) await setIndexedTo(client, settled);
      break;
    }
    await indexBatch(client, batch);
    after = batch.at(-1)?.id ?? after;
    count += batch.length;
  }
  return count;
}

async function indexedTo(client: pg.PoolClient): Promise<number> {
  const { rows } = await client.query("SELECT value::int AS id FROM fact WHERE key = 'passages-indexed-to'");
  return z.array(IdRow).parse(rows)[0]?.id ?? 0;
}

async function setIndexedTo(client: pg.PoolClient, id: number): Promise<void> {
  await client.query(
    `INSERT INTO fact (key, value) VALUES ('passages-indexed-to', to_jsonb($1::int))
     ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE fact.value::int < excluded.value::int`,
    [id],
  );
}

/** A passage's words and its share in the counts are committed together, so that a repeat counts nothing twice. */
async function indexBatch(client: pg.PoolClient, batch: readonly PassageRow[]): Promise<void> {
  await client.query("BEGIN");
  try {
    for (const corpusId of new Set(batch.map((passage) => passage.corpusId)))
      await indexOfCorpus(
        client,
        corpusId,
        batch.filter((passage) => passage.corpusId === corpusId).map((passage) => passage.id),
      );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  }
}

async function indexOfCorpus(client: pg.PoolClient, corpusId: number, ids: readonly number[]): Promise<void> {
  // Held until commit: a removal of the corpus comes after these rows, or it was there before and there are none.
  const { rows } = await client.query("SELECT id FROM corpus WHERE id = $1 FOR KEY SHARE", [corpusId]);
  if (rows.length === 0) return;
  await client.query(
    `WITH added AS (
       INSERT INTO passage_search (passage_id, corpus_id, length, words)
       SELECT p.id, p.corpus_id, (SELECT coalesce(sum(cardinality(positions)), 0) FROM unnest(w.words)),
         w.words || array_to_tsvector(ARRAY['corpus ' || p.corpus_id])
       FROM passage p
       CROSS JOIN LATERAL (SELECT search_words(left(p.title, $3)) AS words) t
       CROSS JOIN LATERAL (SELECT t.words || t.words || search_words(left(p.body, $4)) AS words) w
       WHERE p.id = ANY($2::int[]) ORDER BY p.id
       RETURNING length
     )
     INSERT INTO corpus_search (corpus_id, passages, length)
     SELECT $1::int, count(*), coalesce(sum(length), 0) FROM added
     ON CONFLICT (corpus_id) DO UPDATE SET passages = corpus_search.passages + excluded.passages,
       length = corpus_search.length + excluded.length`,
    [corpusId, ids, MAX_TITLE, MAX_BODY],
  );
  await client.query(
    `INSERT INTO corpus_lexeme (corpus_id, lexeme, passages)
     SELECT $1::int, word, ndoc
     FROM ts_stat(format('SELECT words FROM passage_search WHERE passage_id = ANY(%L::int[])', $2::int[]))
     WHERE word <> 'corpus ' || $1::int ORDER BY word COLLATE "C"
     ON CONFLICT (corpus_id, lexeme) DO UPDATE SET passages = corpus_lexeme.passages + excluded.passages`,
    [corpusId, ids],
  );
}
