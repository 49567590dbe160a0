/** Writes a judging run's judgments and verdicts, together, in the caller's transaction. */
import type pg from "pg";
import { z } from "zod";
import type { Verdict } from "@/domain/verdict";
import { JUDGMENT_COLUMNS, judgmentRow } from "./judgment-row";

export type Judged = { trajectoryId: number; numSteps: number; verdicts: readonly Verdict[] };

const Written = z.array(z.object({ trajectory_id: z.int() }));
const COLUMN_TYPES = ["varbit", "varbit", "varbit", "smallint", "smallint", "smallint", "int", "smallint", "bytea"];

/** A trajectory that the run has judged already keeps what it has; one that was removed since is left out. */
export async function writeJudgments(client: pg.PoolClient, runId: number, judged: readonly Judged[]): Promise<void> {
  const rows = judged.map(({ trajectoryId, numSteps, verdicts }) => ({
    trajectoryId,
    ...judgmentRow(verdicts, numSteps),
  }));
  const added = await insertJudgments(client, runId, rows);
  const verdicts = rows.flatMap((row) =>
    added.has(row.trajectoryId) ? row.verdicts.map((verdict) => [row.trajectoryId, ...verdict] as const) : [],
  );
  await client.query(
    `INSERT INTO verdict (judging_run_id, trajectory_id, idx, rating, score, rationale, raw)
     SELECT $1::int, * FROM unnest($2::int[], $3::smallint[], $4::smallint[], $5::smallint[], $6::text[], $7::text[])`,
    [runId, ...([0, 1, 2, 3, 4, 5] as const).map((column) => verdicts.map((verdict) => verdict[column]))],
  );
}

/** Judgments alone; answers the trajectories that had none of this run and are still there. */
export async function insertJudgments(
  client: pg.PoolClient,
  runId: number,
  rows: readonly { trajectoryId: number; values: ReturnType<typeof judgmentRow>["values"] }[],
): Promise<Set<number>> {
  const columns = COLUMN_TYPES.map((_, column) => rows.map((row) => row.values[column]));
  const { rows: written } = await client.query(
    `INSERT INTO judgment (judging_run_id, trajectory_id, ${JUDGMENT_COLUMNS.join(", ")}, judged_at)
     SELECT $1::int, w.*, now() FROM unnest($2::int[], ${COLUMN_TYPES.map(cast).join(", ")}) AS w (id)
     WHERE EXISTS (SELECT 1 FROM trajectory t WHERE t.id = w.id)
     ON CONFLICT DO NOTHING RETURNING trajectory_id`,
    [runId, rows.map((row) => row.trajectoryId), ...columns],
  );
  return new Set(Written.parse(written).map((row) => row.trajectory_id));
}

// Masks travel as text: the driver has no type for a list of them.
const cast = (type: string, column: number) =>
  type === "varbit" ? `$${column + 3}::varbit[]` : `$${column + 3}::${type}[]`;
