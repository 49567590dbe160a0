/** Takes a training run up again: a further attempt in the same folder, from its last checkpoint. */
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { TrainingEngineSettings } from "@/domain/training/engine";
import { canResumeTraining, TrainingStatus } from "@/domain/training/status";
import type { Db } from "@/server/db";
import { inTransaction } from "@/server/transaction";
import { enqueueSubmit } from "./enqueue-submit";
import { jobIdOf } from "./names";

const Row = z.object({
  key: z.uuid(),
  status: TrainingStatus,
  isImported: z.boolean(),
  attempt: z.int(),
  engine: TrainingEngineSettings,
  engineNow: TrainingEngineSettings.nullable(),
});

/** Throws not-found, conflict where there is nothing to resume, precondition where its checkpoints are out of reach. */
export async function resumeTraining({ pool }: Db, id: number): Promise<{ status: TrainingStatus }> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query(
      `SELECT r.key, r.status, r.imported AS "isImported", r.attempt, r.engine_settings::jsonb AS engine, e.settings::jsonb AS "engineNow"
       FROM training_run r LEFT JOIN training_engine e ON e.id = r.engine_id WHERE r.id = $1 FOR UPDATE OF r`,
      [id],
    );
    const [run] = z.array(Row).parse(rows);
    if (!run) throw new StudioError("not-found", `There is no training run ${id}. The Training page lists them.`);
    if (run.status === "launching") return { status: run.status };
    if (run.isImported)
      throw new StudioError(
        "precondition",
        "This training run was imported: its checkpoints are with the studio that launched it. Clone it to train here.",
      );
    if (!canResumeTraining(run.status, run.isImported))
      throw new StudioError("conflict", `This training run is ${run.status}: there is nothing to resume.`);
    const attempt = run.attempt + 1;
    await client.query(
      `UPDATE training_run SET status = 'launching', message = NULL, attempt = $2, engine_settings = $3,
         watched_by = NULL, watched_until = NULL, changed_at = now(), finished_at = NULL WHERE id = $1`,
      [id, attempt, JSON.stringify(engineOf(run))],
    );
    await client.query(
      "INSERT INTO training_attempt (run_id, attempt, job_id, status) VALUES ($1, $2, $3, 'launching')",
      [id, attempt, jobIdOf(run.key, attempt)],
    );
    await enqueueSubmit(client, id);
    return { status: "launching" };
  });
}

/** The engine as it is now: its address may have changed, the place of the checkpoints may not. */
function engineOf({ engine, engineNow }: z.infer<typeof Row>): TrainingEngineSettings {
  if (engineNow === null) return engine;
  if (engineNow.storage === engine.storage) return engineNow;
  throw new StudioError(
    "precondition",
    `Its checkpoints are in ${engine.storage}, and the engine now keeps its runs in ${engineNow.storage}: set the storage back to resume it, or clone the run.`,
  );
}
