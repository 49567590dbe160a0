import type pg from "pg";
import { z } from "zod";
import { KEPT_STEP, RATING, VERDICT_JOIN } from "./kept";

const Counted = z.tuple([z.object({ pairs: z.int() })]);

/** Made before the export's transaction, which is read-only for everything else. */
export const CREATE_PAIR_TABLE = `CREATE TEMPORARY TABLE export_pair (
  trajectory integer, step integer, rejected_trajectory integer NOT NULL, rejected_step integer NOT NULL,
  PRIMARY KEY (trajectory, step))`;

/**
 * An action without the ids of its own calls: they are random, and say nothing. jsonb takes neither NUL nor half a
 * surrogate pair, so that every escape of a character is made the text of one.
 */
const ACTION = String.raw`CASE WHEN a.text LIKE '%"tool_calls"%' THEN (
  SELECT (j || CASE WHEN jsonb_typeof(j -> 'tool_calls') = 'array' THEN jsonb_build_object('tool_calls', (
    SELECT jsonb_agg(call - 'id' ORDER BY n) FROM jsonb_array_elements(j -> 'tool_calls') WITH ORDINALITY AS c (call, n)
  )) ELSE '{}' END)::text
  FROM (SELECT replace(replace(a.text, '\\', '\u005c'), '\u', '\\u')::jsonb AS j OFFSET 0) AS read
) ELSE a.text END`;

/**
 * Fills `export_pair`: in each context the first reasonable action with the first unreasonable one, the second with the
 * second and so on, in the order of trajectory and step, so that each action is in one pair at most. Equal actions count
 * once; one that was not always ruled the same is in no pair, nor is a neutral or an unjudged one. Returns the number.
 */
export async function fillPairs(client: pg.ClientBase): Promise<number> {
  await client.query(
    `INSERT INTO export_pair (trajectory, step, rejected_trajectory, rejected_step)
     WITH ruled AS (
       SELECT s.context_hash, min(${RATING}) AS rating, min((k.id::bigint << 16) | s.idx::bigint) AS first
       FROM export_kept k JOIN step s ON s.trajectory_id = k.id
${VERDICT_JOIN}
       CROSS JOIN LATERAL (SELECT s.action::text AS text OFFSET 0) AS a
       WHERE ${RATING} IS NOT NULL AND ${KEPT_STEP}
       GROUP BY s.context_hash, md5(${ACTION}) HAVING min(${RATING}) = max(${RATING})),
     ranked AS (
       SELECT *, row_number() OVER (PARTITION BY context_hash, rating ORDER BY first) AS rank FROM ruled
       WHERE rating <> 0),
     -- Grouped, not joined with itself: the planner expects so few of them that it would compare each with each.
     paired AS (
       SELECT max(first) FILTER (WHERE rating = 1) AS good, max(first) FILTER (WHERE rating = -1) AS bad
       FROM ranked GROUP BY context_hash, rank HAVING count(*) = 2)
     SELECT (good >> 16)::int, (good & 65535)::int, (bad >> 16)::int, (bad & 65535)::int
     FROM paired ORDER BY good`,
  );
  await client.query("ANALYZE export_pair");
  const { rows } = await client.query("SELECT count(*) AS pairs FROM export_pair");
  return Counted.parse(rows)[0].pairs;
}
