/** Facts about the database itself, for the settings page. */
import type pg from "pg";
import { z } from "zod";
import { Count } from "./row-types";

const Row = z.object({
  postgres: z.string(),
  database: z.string(),
  /** Where the server listens; null for a local socket */
  address: z.string().nullable(),
  port: z.int().nullable(),
  bytes: Count,
  revision: z.int(),
  migrations: Count,
});
const Size = z.object({ name: z.string(), rows: Count, bytes: Count });
export type DatabaseFacts = z.infer<typeof Row> & { tables: z.infer<typeof Size>[] };

export async function readDatabaseFacts(pool: pg.Pool): Promise<DatabaseFacts> {
  const facts = await pool.query(
    `SELECT current_setting('server_version') AS postgres, current_database() AS database,
       host(inet_server_addr()) AS address, inet_server_port() AS port,
       pg_database_size(current_database()) AS bytes,
       (SELECT (value #>> '{}')::int FROM fact WHERE key = 'revision') AS revision,
       (SELECT count(*) FROM _prisma_migrations WHERE finished_at IS NOT NULL) AS migrations`,
  );
  const tables = await pool.query(
    `SELECT 'Questions' AS name, (SELECT count(*) FROM question) AS rows, pg_total_relation_size('question') AS bytes
     UNION ALL SELECT 'Passages', (SELECT count(*) FROM passage), pg_total_relation_size('passage')
     UNION ALL SELECT 'Trajectories', (SELECT count(*) FROM trajectory), pg_total_relation_size('trajectory')
     UNION ALL SELECT 'Steps', (SELECT count(*) FROM step), pg_total_relation_size('step')
     UNION ALL SELECT 'Verdicts', (SELECT count(*) FROM verdict), pg_total_relation_size('verdict')
     UNION ALL SELECT 'Outcomes', (SELECT count(*) FROM outcome), pg_total_relation_size('outcome')
     UNION ALL SELECT 'Text search index', (SELECT count(*) FROM step_search), pg_total_relation_size('step_search')`,
  );
  return { ...Row.parse(facts.rows[0]), tables: z.array(Size).parse(tables.rows) };
}
