import pg from "pg";
import { StudioError } from "@/domain/errors";

const QUERY_CANCELED = "57014";

/** Runs `read` on one connection, read-only, with a limit on each statement. Throws `precondition` when it is hit. */
export async function withTimeout<T>(pool: pg.Pool, ms: number, read: (db: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query(`BEGIN READ ONLY; SET LOCAL statement_timeout = ${Math.trunc(ms)}`);
    const result = await read(client);
    await client.query("COMMIT");
    client.release();
    return result;
  } catch (error) {
    const lost = await client.query("ROLLBACK").then(
      () => false,
      () => true,
    );
    client.release(lost);
    if (isTimeout(error))
      throw new StudioError("precondition", "This took too long: narrow the filter, or sort by date.", {
        cause: error,
      });
    throw error;
  }
}

/** Like withTimeout, but answers null when the time was not enough. */
export async function withinTime<T>(
  pool: pg.Pool,
  ms: number,
  read: (db: pg.PoolClient) => Promise<T>,
): Promise<T | null> {
  try {
    return await withTimeout(pool, ms, read);
  } catch (error) {
    if (error instanceof StudioError && isTimeout(error.cause)) return null;
    throw error;
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === QUERY_CANCELED;
}
