/** The runs of one cell: its rollout run, and the labelling run that scores it by the set's official metric. */
import type pg from "pg";
import { StudioError } from "@/domain/errors";
import { type EvalWay, settingsOf } from "@/domain/eval/plan";
import { ownMetric } from "@/domain/labelling/metric-words";
import { LabellingPlan } from "@/domain/labelling/settings";
import { cutText } from "@/domain/plain-text";
import { Pool } from "@/domain/pool";
import { RolloutPlan } from "@/domain/rollout/settings";
import type { Db } from "@/server/db";
import { startLabelling } from "@/server/services/labelling/start";
import { isServedAlike } from "@/server/services/rollout/served-alike";
import { startRollout } from "@/server/services/rollout/start";
import { reopenRun } from "@/server/services/run/reopen";
import { inTransaction } from "@/server/transaction";
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

/** Begins its rollout run, or lets the one of an earlier try go on. Throws StudioError where it cannot be begun. */
export async function rollOutCell(db: Db, cell: OpenCell): Promise<void> {
  const served = cell.serving?.endpointId ?? null;
  const endpointId = cell.ownEndpointId ?? served;
  if (endpointId !== null && (await goOnWith(db, cell, endpointId))) return;
  const { questions, settings } = settingsOf(cell.plan, plannedOf(cell));
  const plan = RolloutPlan.parse({
    name: nameOf(cell),
    purpose: "eval",
    modelId: cell.modelId,
    questions,
    settings,
  });
  await startRollout(db, plan, {
    endpointId: cell.ownEndpointId === null ? (served ?? undefined) : undefined,
    rest: (client, runId) => take(client, cell, "rollout_run_id", runId, "running"),
  });
}

/** What an earlier try has answered is not asked again. Answers whether there is such a run, served as it was. */
async function goOnWith(db: Db, cell: OpenCell, endpointId: number): Promise<boolean> {
  const { rolloutRunId: runId, rollout } = cell;
  if (runId === null || rollout === null) return false;
  return inTransaction(db.pool, async (client) => {
    if (!(await isServedAlike(client, runId, endpointId))) return false;
    await take(client, cell, "rollout_run_id", runId, "running");
    await reopenRun(client, { kind: "rollout", runId }, { endpointId, cancelledToo: true });
    return true;
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

/** Cancelled meanwhile, the run is not begun either: cancelling waits until this is committed, and sees the run. */
async function take(
  client: pg.PoolClient,
  { matrixId, idx, status }: OpenCell,
  column: "rollout_run_id" | "labelling_run_id",
  runId: number,
  next: "running" | "labelling",
): Promise<void> {
  const open = await client.query("SELECT FROM eval_matrix WHERE id = $1 AND status = 'running' FOR SHARE", [matrixId]);
  const { rowCount } = await client.query(
    `UPDATE eval_cell SET ${column} = $3, status = $4, message = NULL, changed_at = now()
     WHERE matrix_id = $1 AND idx = $2 AND status = $5`,
    [matrixId, idx, runId, next, status],
  );
  if (!open.rowCount || !rowCount) throw new StudioError("conflict", "It was cancelled meanwhile.");
}
