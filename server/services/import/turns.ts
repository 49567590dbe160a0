import type pg from "pg";

const ends = new WeakMap<pg.Pool, Promise<unknown>>();

/**
 * Runs the works of one pool one after the other. Imports wait for each other in the database too; here they wait
 * without a connection, because as many waiting imports as the pool has connections would leave none to the one that
 * they wait for.
 */
export function inTurn<T>(pool: pg.Pool, work: () => Promise<T>): Promise<T> {
  const turn = (ends.get(pool) ?? Promise.resolve()).then(work);
  ends.set(
    pool,
    turn.catch(() => {}),
  );
  return turn;
}
