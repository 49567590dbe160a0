/** The four filter modes over a pool: every figure of the compare page, from one snapshot of the database. */
import type pg from "pg";
import { type Comparison, rollUp } from "@/domain/comparison";
import { StudioError } from "@/domain/errors";
import type { Pool } from "@/domain/pool";
import type { Db } from "@/server/db";
import { defaultLabellingRun } from "../default-labelling-run";
import { comparisonCells } from "./cells";
import { countDistinct } from "./distinct";
import { type MakeUp, poolMakeUp } from "./make-up";
import { type NamedRun, namedRun } from "./named-run";
import { toolCells } from "./tools";

export type PoolComparison = Comparison &
  MakeUp & {
    /** The pool with its judging and labelling run filled in */
    pool: Pool;
    judgingRun: NamedRun;
    /** null where nothing in the pool is labelled and none was asked for */
    labellingRun: NamedRun | null;
    /** Trajectories of the sample pool */
    fromSample: number;
  };

/**
 * Compares the modes under the pool's judging run (required) and labelling run (else the one that covers most of the
 * pool). Throws precondition without a judging run, not-found for one that is gone.
 */
export async function comparePool(db: Db, given: Pool): Promise<PoolComparison> {
  if (given.judge === null)
    throw new StudioError("precondition", "Choose a judging run: the process modes follow its verdicts.");
  const judge = given.judge;
  return inSnapshot(db.pool, async (client) => {
    const judgingRun = await namedRun(client, "judging run", judge);
    const labels = given.labels ?? (await defaultLabellingRun(client, given));
    const labellingRun = labels === null ? null : await namedRun(client, "labelling run", labels);
    const pool = { ...given, labels };
    const makeUp = await poolMakeUp(client, pool);
    const comparison = rollUp({
      cells: await comparisonCells(client, pool),
      tools: await toolCells(client, pool),
      questions: await countDistinct(client, pool, "questions"),
      distinctContexts: await countDistinct(client, pool, "contexts"),
    });
    const fromSample = makeUp.rolloutRuns.reduce((sum, run) => sum + (run.isSample ? run.trajectories : 0), 0);
    return { ...comparison, ...makeUp, pool, judgingRun, labellingRun, fromSample };
  });
}

export async function inSnapshot<T>(pool: pg.Pool, read: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    // Counting the distinct contexts of a million steps takes half as long where they fit into memory.
    await client.query("SET LOCAL work_mem = '128MB'");
    const result = await read(client);
    await client.query("COMMIT");
    client.release();
    return result;
  } catch (error) {
    // A connection in a failed transaction is not worth repairing.
    client.release(true);
    throw error;
  }
}
