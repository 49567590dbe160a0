/** Makes a run of any kind: its own row, its place before the workers, and what hangs on both, in one transaction. */
import type pg from "pg";
import { z } from "zod";
import type { Db } from "@/server/db";
import { inTransaction } from "@/server/transaction";
import { type RunStart, startRun } from "./start";

export type StartedRun = {
  id: number;
  /** Trajectories it will make, judge or label */
  trajectories: number;
};

export type NewRun = Omit<RunStart, "runId"> & {
  /** An INSERT that returns the id of the run's own row */
  row: { text: string; values: unknown[] };
  /** Written once its chunks are there */
  rest?: (client: pg.PoolClient, runId: number) => Promise<unknown>;
};

const Made = z.tuple([z.object({ id: z.int() })]);

/** Throws invalid where there is nothing to do. */
export async function beginRun(db: Db, { row, rest, ...start }: NewRun): Promise<StartedRun> {
  return inTransaction(db.pool, async (client) => {
    const { rows } = await client.query(row.text, row.values);
    const [{ id }] = Made.parse(rows);
    const trajectories = await startRun(client, { ...start, runId: id });
    await rest?.(client, id);
    return { id, trajectories };
  });
}
