/** The runs of one cell: its rollout run, and the labelling run that scores it by the set's official metric. */
import type pg from "pg";
import { StudioError } from "@/domain/errors";
import { SERVER_ENDED } from "@/domain/eval/cell";
import { type EvalWay, settingsOf } from "@/domain/eval/plan";
import { ownMetric } from "@/domain/labelling/metric-words";
import { LabellingPlan } from "@/domain/labelling/settings";
import { cutText } from "@/domain/plain-text";
import { Pool } from "@/domain/pool";
import { RolloutPlan } from "@/domain/rollout/settings";
import type { Db } from "@/server/db";
import { startLabelling } from "@/server/services/labelling/start";
import { startRollout } from "@/server/services/rollout/start";
import { actOnRun } from "@/server/services/run/act";
import { pauseRun } from "@/server/services/run/pause";
import { type OpenCell, plannedOf } from "./move-cells";

const WAY: Record<EvalWay, string> = { tools: "", alone: " · one step, no tools" };
const LONGEST_NAME = 200;

export const nameOf = ({
  modelName,
  setName,
  way,
  matrixName,
}: Pick<OpenCell, "modelName" | "setName" | "way" | "matrixName">) =>
  cutText(`${modelName} · ${setName}${WAY[way]} · ${matrixName}`, LONGEST_NAME);

/** Throws StudioError where it cannot be begun. */
export async function rollOutCell(db: Db, cell: OpenCell): Promise<void> {
  const { questions, settings } = settingsOf(cell.plan, plannedOf(cell));
  const plan = RolloutPlan.parse({
    name: nameOf(cell),
    purpose: "eval",
    modelId: cell.modelId,
    questions,
    settings,
  });
  await startRollout(db, plan, {
    endpointId: cell.hasEndpoint ? undefined : (cell.serving?.endpointId ?? undefined),
    rest: (client, runId) => take(client, cell, "rollout_run_id", runId, "running"),
  });
}

/** Throws StudioError where it cannot be begun. */
export async function labelCell(db: Db, cell: OpenCell): Promise<void> {
  const metric = ownMetric(cell.metric);
  if (metric === null || cell.rolloutRunId === null) throw new Error("A cell without a metric or a run is labelled.");
  const plan = LabellingPlan.parse({
    name: nameOf(cell),
    pool: Pool.parse({ runs: [cell.rolloutRunId] }),
    labeller: { kind: "metric", metric },
  });
  await startLabelling(db, plan, (client, runId) => take(client, cell, "labelling_run_id", runId, "labelling"));
}

/** The rollout run waits for its next server. */
export async function pauseCell(db: Db, { rolloutRunId }: OpenCell): Promise<void> {
  if (rolloutRunId === null) return;
  await pauseRun(db.pool, { kind: "rollout", runId: rolloutRunId }, SERVER_ENDED);
}

/** The rollout run goes on where it stood when its server went away. */
export const resumeCell = (db: Db, cell: OpenCell) => act(db, cell, "resume");

/** The rollout run asks nobody any more, and does not keep the endpoint of its server. */
export const cancelCell = (db: Db, cell: Pick<OpenCell, "rolloutRunId">) => act(db, cell, "cancel");

async function act(
  db: Db,
  { rolloutRunId }: Pick<OpenCell, "rolloutRunId">,
  action: "resume" | "cancel",
): Promise<void> {
  if (rolloutRunId === null) return;
  try {
    await actOnRun(db, { kind: "rollout", runId: rolloutRunId, action });
  } catch (error) {
    // Somebody was faster, or removed it: the next look at the cell sees that.
    if (!(error instanceof StudioError && (error.code === "conflict" || error.code === "not-found"))) throw error;
  }
}

/** Cancelled meanwhile, the run is not begun either. */
async function take(
  client: pg.PoolClient,
  { matrixId, idx, status }: OpenCell,
  column: "rollout_run_id" | "labelling_run_id",
  runId: number,
  next: "running" | "labelling",
): Promise<void> {
  const { rowCount } = await client.query(
    `UPDATE eval_cell c SET ${column} = $3, status = $4, message = NULL, changed_at = now()
     FROM eval_matrix m
     WHERE c.matrix_id = $1 AND c.idx = $2 AND c.status = $5 AND m.id = c.matrix_id AND m.status = 'running'`,
    [matrixId, idx, runId, next, status],
  );
  if (!rowCount) throw new StudioError("conflict", "It was cancelled meanwhile.");
}
