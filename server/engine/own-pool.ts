/** Connections of the engine's own, so that a heartbeat never waits behind an executor's queries. */
import pg from "pg";
import "@/server/db";

/** What no query of the engine takes on a database that is there. */
const LOST_MS = 60_000;

export function ownPool(url: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: 5,
    application_name: "swirl-studio-engine",
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    query_timeout: LOST_MS,
  });
  // Broken connections are replaced; what they were used for says so itself.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}
