/** Takes the open eval matrices one step further, a cell of each. */
import type pg from "pg";
import { z } from "zod";
import { type CellFacts, type CellMove, CellStatus, nextMove } from "@/domain/eval/cell";
import { EvalPlan, EvalWay, type PlannedCell, settingsOf } from "@/domain/eval/plan";
import { ownMetric } from "@/domain/labelling/metric-words";
import { RunStatus } from "@/domain/run";
import type { Db } from "@/server/db";
import { searchIsWaitedFor } from "@/server/services/eval/search-ready";
import { labelCell, rollOutCell } from "./cell-runs";
import { parsed } from "./json-text";
import { orderServer } from "./order-server";
import { ownEndpointSql } from "./own-endpoint";
import { ownMove } from "./own-move";
import { endRollout, holdForServer, resumeAtServer } from "./served-runs";
import { NewestServer, newestServerSql } from "./serving-rows";

/** What every row has, whatever its plan is. */
const Key = z.object({ matrixId: z.int(), idx: z.int(), rolloutRunId: z.int().nullable() });
type CellKey = z.infer<typeof Key>;
const Run = z.object({ status: RunStatus, message: z.string().nullable() }).nullable();
const Row = z.object({
  matrixId: z.int(),
  matrixName: z.string(),
  /** Read here: the database reads no JSON text with half a surrogate pair in it. */
  plan: z.string().transform(parsed).pipe(EvalPlan),
  idx: z.int(),
  modelId: z.int(),
  modelName: z.string(),
  questionSetId: z.int(),
  setName: z.string(),
  way: EvalWay,
  status: CellStatus,
  message: z.string().nullable(),
  metric: z.string().nullable(),
  /** The endpoint that the model has by itself */
  ownEndpointId: z.int().nullable(),
  /** Whether its rollout run asks a server of evals */
  asksServer: z.boolean(),
  path: z.string().nullable(),
  rolloutRunId: z.int().nullable(),
  rollout: Run,
  labelling: Run,
  serving: NewestServer,
});
export type OpenCell = z.infer<typeof Row>;

/** Matrices that go on side by side */
const MOST = 20;

export async function moveCells(db: Db): Promise<void> {
  for (const row of await readOpenCells(db.pool)) {
    const key = Key.parse(row);
    await ownMove(
      `cell ${key.idx} of eval matrix ${key.matrixId}`,
      async () => {
        const cell = Row.parse(row);
        await carryOut(db, cell, nextMove(factsOf(cell)));
      },
      // What was removed or changed since the matrix began will not come back by itself.
      (reason) => fail(db, key, reason),
    );
  }
  await db.pool.query(
    `UPDATE eval_matrix m SET status = 'done', changed_at = now(), finished_at = now()
     WHERE status = 'running' AND NOT EXISTS (
       SELECT 1 FROM eval_cell c WHERE c.matrix_id = m.id AND c.status NOT IN ('done', 'failed', 'cancelled'))`,
  );
}

async function fail(db: Db, cell: CellKey, message: string | null): Promise<void> {
  await keep(db.pool, cell, { move: "end", status: "failed", message });
  // Where this worker dies in between, `clearLeftBehind` ends it.
  if (cell.rolloutRunId !== null) await endRollout(db, cell.rolloutRunId);
}

async function carryOut(db: Db, cell: OpenCell, move: CellMove): Promise<void> {
  switch (move.move) {
    case "serve": {
      const isFirst = cell.status !== "running";
      const message = isFirst ? await searchIsWaitedFor(db, settingsOf(cell.plan, plannedOf(cell)).settings) : null;
      if (message === null) await orderServer(db.pool, { ...cell, serving: cell.plan.serving });
      return keep(db.pool, cell, { move: "wait", status: isFirst ? "serving" : "running", message });
    }
    case "roll-out":
      return rollOutCell(db, cell);
    case "label":
      return labelCell(db, cell);
    case "pause":
      return withRun(cell, (runId) => holdForServer(db.pool, runId));
    case "resume":
      return withRun(cell, (runId) => resumeAtServer(db.pool, runId, cell.serving?.endpointId ?? null));
    case "give-up":
      return fail(db, cell, move.message);
    case "end":
      return move.status === "failed" ? fail(db, cell, move.message) : keep(db.pool, cell, move);
    case "wait":
      return keep(db.pool, cell, move);
  }
}

async function withRun({ rolloutRunId }: OpenCell, act: (runId: number) => Promise<void>): Promise<void> {
  if (rolloutRunId !== null) await act(rolloutRunId);
}

const factsOf = (cell: OpenCell): CellFacts => ({
  ...cell,
  hasEndpoint: cell.ownEndpointId !== null && !(cell.status === "running" && cell.asksServer),
  hasMetric: ownMetric(cell.metric) !== null,
});

/** A cancelled matrix keeps what was written when it was cancelled. */
async function keep(
  pool: pg.Pool,
  { matrixId, idx }: Pick<OpenCell, "matrixId" | "idx">,
  { status, message }: Extract<CellMove, { status: CellStatus }>,
): Promise<void> {
  await pool.query(
    `UPDATE eval_cell SET status = $3, message = $4, changed_at = now()
     WHERE matrix_id = $1 AND idx = $2 AND status NOT IN ('done', 'failed', 'cancelled')
       AND (status, message) IS DISTINCT FROM ($3, $4)`,
    [matrixId, idx, status, message?.replaceAll("\0", " ") ?? null],
  );
}

export const plannedOf = ({ modelId, questionSetId, way }: OpenCell): PlannedCell => ({ modelId, questionSetId, way });

/**
 * Of a matrix m: the one that is under way, else one of a model that is being served, else the first. Cells that are tried
 * again stand before others: a second server beside the first might wait for its room for ever.
 */
const NEXT_CELL = `SELECT c.* FROM eval_cell c WHERE c.matrix_id = m.id AND c.status NOT IN ('done', 'failed', 'cancelled')
  ORDER BY c.status <> 'waiting' DESC, EXISTS (SELECT FROM serving_job j WHERE j.matrix_id = m.id
    AND j.model_id = c.model_id AND j.status IN ('launching', 'pending', 'ready')) DESC, c.idx LIMIT 1`;

async function readOpenCells(pool: pg.Pool): Promise<unknown[]> {
  const { rows } = await pool.query(
    `SELECT m.id AS "matrixId", m.name AS "matrixName", m.plan, c.idx, c.model_id AS "modelId", o.name AS "modelName",
       c.question_set_id AS "questionSetId", q.name AS "setName", c.way, c.status, c.message, q.metric,
       ${ownEndpointSql("o")} AS "ownEndpointId", o.path,
       EXISTS (SELECT FROM run_state r JOIN serving_job s ON s.endpoint_id = r.endpoint_id
         WHERE r.kind = 'rollout' AND r.run_id = c.rollout_run_id) AS "asksServer", c.rollout_run_id AS "rolloutRunId",
       ${runState("rollout", "c.rollout_run_id")} AS rollout, ${runState("labelling", "c.labelling_run_id")} AS labelling,
       ${newestServerSql((job) => `${job}.matrix_id = m.id AND ${job}.model_id = c.model_id`)} AS serving
     FROM eval_matrix m
     CROSS JOIN LATERAL (${NEXT_CELL}) c
     JOIN model o ON o.id = c.model_id JOIN question_set q ON q.id = c.question_set_id
     WHERE m.status = 'running' ORDER BY m.id LIMIT $1`,
    [MOST],
  );
  return rows;
}

function runState(kind: "rollout" | "labelling", id: string): string {
  return `(SELECT jsonb_build_object('status', r.status, 'message', r.message) FROM run_state r
    WHERE r.kind = '${kind}' AND r.run_id = ${id})`;
}
