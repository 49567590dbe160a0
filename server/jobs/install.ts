import { Logger, runMigrations } from "graphile-worker";
import pg from "pg";

/** The queue's own messages: only what went wrong is worth a line. */
export const queueLogger = new Logger(() => (level, message) => {
  if (level === "error") console.error(`Queue: ${message}`);
  else if (level === "warning") console.warn(`Queue: ${message}`);
});

/** Creates or upgrades the queue's tables (schema `graphile_worker`). Quick where there is nothing to do. */
export async function installQueue(url: string): Promise<void> {
  const pool = queuePool(url, 2);
  try {
    // Web, worker and commands start at the same moment; two installations at once would collide.
    const client = await pool.connect();
    try {
      await client.query("SELECT pg_advisory_lock(hashtext('swirl-studio install queue'))");
      await runMigrations({ pgPool: pool, logger: queueLogger });
    } finally {
      client.release(true);
    }
  } finally {
    await pool.end();
  }
}

/** Connections for graphile-worker, which expects the driver's own reading of json and int8, not the studio's. */
export function queuePool(url: string, max: number): pg.Pool {
  const getTypeParser = ((oid: number, format?: "text" | "binary") => {
    if (oid === pg.types.builtins.JSON) return JSON.parse;
    if (oid === pg.types.builtins.INT8) return String;
    return pg.types.getTypeParser(oid, format as "text");
  }) as typeof pg.types.getTypeParser;
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: "swirl-studio-worker",
    types: { getTypeParser },
  });
  pool.on("error", (error) => console.warn(`A database connection was lost: ${error.message}`));
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}
