import pg from "pg";

/** Does the work unless somebody else is at it for the same run; a worker that dies lets go of it at once. */
export async function onlyOnce(pool: pg.Pool, runId: number, work: () => Promise<void>): Promise<void> {
  // A connection of its own: the work may take minutes, and pages share the pool's.
  const client = new pg.Client(pool.options);
  client.on("error", () => {});
  await client.connect();
  try {
    const { rows } = await client.query(
      "SELECT pg_try_advisory_lock(hashtext('swirl-studio submit training'), $1) AS taken",
      [runId],
    );
    if (rows[0]?.taken) await work();
  } finally {
    await client.end();
  }
}
