import type pg from "pg";
import { z } from "zod";

const Row = z.object({ id: z.int() });

/**
 * The highest id below which no row of a table can appear any more, or null while somebody is still adding some.
 * Whoever took ids from the sequence holds a lock on it until its transaction ends; so if nobody does, every id that
 * had been given out before is either visible by now or will never be.
 */
export async function settledId(client: pg.PoolClient, table: "trajectory" | "passage"): Promise<number | null> {
  const { rows } = await client.query(
    // A sequence that gave out nothing yet says 1 as well.
    `SELECT CASE WHEN is_called THEN last_value ELSE 0 END::int AS id FROM ${table}_id_seq`,
  );
  const last = z.array(Row).parse(rows)[0]?.id ?? 0;
  const writers = await client.query(
    `SELECT 1 FROM pg_locks WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND pid <> pg_backend_pid()
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
       AND relation IN ('${table}_id_seq'::regclass, '${table}'::regclass) LIMIT 1`,
  );
  return writers.rows.length > 0 ? null : last;
}
