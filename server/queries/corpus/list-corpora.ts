/** Corpora with how much of each the search tool knows already. */
import type pg from "pg";
import { z } from "zod";
import { Count, Id } from "@/server/queries/library/row-types";

const Row = z.object({
  id: Id,
  key: z.string(),
  name: z.string(),
  passages: Count,
  /** Those the search tool finds */
  indexed: Count,
  questionSets: z.array(z.object({ id: Id, name: z.string() })),
});
export type CorpusRow = z.infer<typeof Row>;

/** All corpora, or the one of `id`. */
export async function listCorpora(pool: pg.Pool, id: number | null = null): Promise<CorpusRow[]> {
  const { rows } = await pool.query(
    `SELECT c.id, c.key, c.name, (SELECT count(*) FROM passage p WHERE p.corpus_id = c.id) AS passages,
       coalesce(s.passages, 0) AS indexed,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('id', q.id, 'name', q.name) ORDER BY lower(q.name), q.id), '[]')
        FROM question_set q WHERE q.corpus_id = c.id) AS "questionSets"
     FROM corpus c LEFT JOIN corpus_search s ON s.corpus_id = c.id
     WHERE $1::int IS NULL OR c.id = $1
     ORDER BY lower(c.name), c.id`,
    [id],
  );
  return z.array(Row).parse(rows);
}
