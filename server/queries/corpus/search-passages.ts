/** The search tool's ranking: BM25 over an indexed corpus (docs/search.md). */
import type pg from "pg";
import { z } from "zod";
import { planCandidates } from "./plan-candidates";

/** BM25's usual parameters: how fast repetition saturates, and how much length counts. */
const K1 = 1.2;
const B = 0.75;

const MAX_QUERY = 2_000;
/** Words of a query that count: its rarest. */
const MAX_TERMS = 32;
/** Passages that are scored for a query. */
const BUDGET = 3_000;
/** Words that occur together more often than by chance make more candidates than expected. */
const MAX_CANDIDATES = 4_000;

const TermRow = z.object({ lexeme: z.string(), holding: z.int(), passages: z.int(), length: z.int() });
const HitRow = z.object({ id: z.int(), title: z.string(), text: z.string(), score: z.number() });
export type PassageHit = z.infer<typeof HitRow>;

export type SearchResult = {
  /** Best first; equal scores in order of id */
  hits: PassageHit[];
  /** Words of the query that can be searched for, in their stems; stop words are none */
  words: string[];
};

/** The `topk` passages of a corpus that match a query best. Knows nothing of operators: every query is plain words. */
export async function searchPassages(
  pool: pg.Pool,
  { corpusId, query, topk }: { corpusId: number; query: string; topk: number },
): Promise<SearchResult> {
  const { rows } = await pool.query(
    `SELECT asked.lexeme, coalesce(l.passages, 0) AS holding, coalesce(c.passages, 0) AS passages,
       coalesce(c.length, 0) AS length
     FROM unnest(search_words($2)) asked
     LEFT JOIN corpus_lexeme l ON l.corpus_id = $1 AND l.lexeme = asked.lexeme
     LEFT JOIN corpus_search c ON c.corpus_id = $1`,
    [corpusId, readable(query)],
  );
  const asked = z.array(TermRow).parse(rows);
  const words = asked.map((term) => term.lexeme);
  const terms = asked
    .filter((term) => term.holding > 0)
    .toSorted((a, b) => a.holding - b.holding)
    .slice(0, MAX_TERMS);
  const first = terms[0];
  if (!first) return { hits: [], words };

  const { passages, length } = first;
  const plan = planCandidates(terms, passages, BUDGET);
  const hits = await pool.query(SCORE, [
    `${quote(`corpus ${corpusId}`)} & (${plan.map((lexemes) => `(${lexemes.map(quote).join(" & ")})`).join(" | ")})`,
    terms.map((term) => term.lexeme),
    terms.map((term) => Math.log(1 + (passages - term.holding + 0.5) / (term.holding + 0.5))),
    length / passages,
    topk,
  ]);
  return { hits: z.array(HitRow).parse(hits.rows), words };
}

// setweight and ts_filter leave of each candidate's words only those asked for, at a fraction of unnest's cost.
const SCORE = `
  WITH asked (lexeme, rarity) AS (SELECT * FROM unnest($2::text[], $3::float8[])),
  candidate AS MATERIALIZED (
    SELECT passage_id, ${K1} * (1 - ${B} + ${B} * length / $4::float8) AS damping,
      ts_filter(setweight(words, 'A', $2::text[]), '{a}') AS found
    FROM passage_search WHERE words @@ $1::tsquery LIMIT ${MAX_CANDIDATES}
  ),
  -- A set-returning function in the SELECT list is far cheaper than a function scan a candidate.
  held AS (SELECT passage_id, damping, unnest(found) AS word FROM candidate),
  counted AS (SELECT passage_id, damping, (word).lexeme, cardinality((word).positions) AS count FROM held OFFSET 0),
  scored AS (
    SELECT c.passage_id, round(sum(a.rarity * c.count * ${K1 + 1} / (c.count + c.damping)) * 1e4) / 1e4 AS score
    FROM counted c JOIN asked a USING (lexeme)
    GROUP BY c.passage_id ORDER BY score DESC, c.passage_id LIMIT $5
  )
  SELECT p.id, p.title, p.body AS text, s.score
  FROM scored s JOIN passage p ON p.id = s.passage_id ORDER BY s.score DESC, p.id`;

const quote = (lexeme: string) => `'${lexeme.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;

/** A query in a form PostgreSQL accepts, and not longer than is useful. */
const readable = (query: string) => query.slice(0, MAX_QUERY).replaceAll("\0", " ").toWellFormed();
