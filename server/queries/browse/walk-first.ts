import pg from "pg";

const QUERY_CANCELED = "57014";
/** Enough to find a page where matches are common; little to lose where they are rare. */
const WALK_MS = 250;

/**
 * Runs a page's query by walking the sort order's index, and if that finds too little in time, as the planner would.
 * The planner cannot know how common a process label or an outcome is, because they come from other tables: it reads
 * everything where a few hundred rows would do. Needs a transaction.
 */
export async function queryWalkingFirst(db: pg.PoolClient, text: string, values: unknown[]): Promise<unknown[]> {
  await db.query(`SAVEPOINT walk; SET LOCAL statement_timeout = ${WALK_MS}; SET LOCAL enable_sort = off`);
  try {
    const { rows } = await db.query(text, values);
    // Rolling back takes the two settings with it.
    await db.query("ROLLBACK TO SAVEPOINT walk");
    return rows;
  } catch (error) {
    await db.query("ROLLBACK TO SAVEPOINT walk");
    if (!(error instanceof pg.DatabaseError && error.code === QUERY_CANCELED)) throw error;
    return (await db.query(text, values)).rows;
  }
}
