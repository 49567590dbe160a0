import type pg from "pg";
import { z } from "zod";
import { KEPT_STEP } from "./kept";

const Counted = z.tuple([z.object({ contexts: z.int() })]);

/** Made before the export's transaction, which is read-only for everything else. */
export const CREATE_CONTEXT_TABLE = `CREATE TEMPORARY TABLE export_context (
  trajectory integer, step integer, count integer NOT NULL, PRIMARY KEY (trajectory, step))`;

/**
 * Fills `export_context` with the distinct contexts of what is kept: the first trajectory and step that has each, and
 * how many have it. Returns how many there are.
 */
export async function fillContexts(client: pg.ClientBase): Promise<number> {
  await client.query(
    `INSERT INTO export_context (trajectory, step, count)
     SELECT (first >> 16)::int, (first & 65535)::int, count FROM (
       SELECT min((k.id::bigint << 16) | s.idx::bigint) AS first, count(*)::int AS count
       FROM export_kept k JOIN step s ON s.trajectory_id = k.id WHERE ${KEPT_STEP} GROUP BY s.context_hash) AS contexts
     ORDER BY first`,
  );
  await client.query("ANALYZE export_context");
  const { rows } = await client.query("SELECT count(*) AS contexts FROM export_context");
  return Counted.parse(rows)[0].contexts;
}
