/** Puts a run before the workers: its state and its chunks, in the transaction that makes the run itself. */
import type pg from "pg";
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { formatNumber } from "@/domain/format";
import type { RunKind } from "@/domain/run";

export type RunStart = {
  kind: RunKind;
  runId: number;
  /** Whose slots it takes; null for work without requests */
  endpointId: number | null;
  /** A query whose first column is the id of each question or trajectory, in the order to take them */
  items: { text: string; values: unknown[] };
  /** Ids that a worker takes at a time */
  chunkSize: number;
  /** Trajectories that come of one id */
  perItem: number;
};

/** What a column of counts holds. */
const MOST = 2_147_483_647;
const CHANNEL = "swirl_run";
const Counted = z.tuple([z.object({ planned: z.int() })]);

/** Answers the number of trajectories planned. Throws invalid where there is nothing to do. */
export async function startRun(client: pg.PoolClient, start: RunStart): Promise<number> {
  const { kind, runId } = start;
  await client.query(
    "INSERT INTO run_state (kind, run_id, status, endpoint_id, planned) VALUES ($1, $2, 'running', $3, 0)",
    [kind, runId, start.endpointId],
  );
  const at = start.items.values.length;
  await client.query(
    `INSERT INTO run_chunk (kind, run_id, idx, items)
     SELECT $${at + 1}, $${at + 2}::int, n / $${at + 3}::int, array_agg(id ORDER BY n)
     FROM (SELECT id, (row_number() OVER () - 1)::int AS n FROM (${start.items.text}) AS listed (id)) AS numbered
     GROUP BY n / $${at + 3}::int`,
    [...start.items.values, kind, runId, start.chunkSize],
  );
  const { rows } = await client.query(
    `SELECT $3::bigint * coalesce(sum(cardinality(items)), 0)::bigint AS planned FROM run_chunk
     WHERE kind = $1 AND run_id = $2`,
    [kind, runId, start.perItem],
  );
  const [{ planned }] = Counted.parse(rows);
  if (planned === 0) throw new StudioError("invalid", "Nothing matches this choice, so there is nothing to do.");
  if (planned > MOST)
    throw new StudioError("invalid", `These would be ${formatNumber(planned)} trajectories: choose fewer.`);
  await client.query("UPDATE run_state SET planned = $3 WHERE kind = $1 AND run_id = $2", [kind, runId, planned]);
  await notifyRuns(client);
  return planned;
}

/** Tells workers and pages, once the transaction commits, that a run has begun or changed its status. */
export async function notifyRuns(client: pg.ClientBase | pg.Pool): Promise<void> {
  await client.query(`NOTIFY ${CHANNEL}`);
}
