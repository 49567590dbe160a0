/**
 * Brings the newest attempt of a training run to its engine. May be repeated at any point: the engine knows a job by its
 * id, and everything before that is made anew.
 */
import type pg from "pg";
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { TrainingEngineSettings, TrainingResources } from "@/domain/training/engine";
import { TrainingData } from "@/domain/training/plan";
import { isTrainingOver, TrainingStatus } from "@/domain/training/status";
import type { OpenTrainingEngine, TrainingEngine } from "@/server/adapters/training/engine";
import type { Db } from "@/server/db";
import { readConfig } from "@/server/formats/training-config/read";
import { inTransaction } from "@/server/transaction";
import { type JobFacts, prepareJob } from "./job";
import { runFolder } from "./names";
import { onlyOnce } from "./only-once";
import { codeVersion } from "./trainer-files";

export type SubmitTools = {
  open: OpenTrainingEngine;
  trainerFiles: () => Promise<ReadonlyMap<string, string>>;
  /** Whether the queue tries no more after this */
  isLastTry: boolean;
};

const Row = z.object({
  key: z.uuid(),
  name: z.string(),
  status: TrainingStatus,
  attempt: z.int(),
  jobId: z.string(),
  attemptStatus: TrainingStatus,
  engine: TrainingEngineSettings,
  data: TrainingData,
  resources: TrainingResources,
  config: z.string(),
  hasBegun: z.boolean(),
});
type Launch = z.infer<typeof Row>;
const Earlier = z.object({ attempt: z.int(), jobId: z.string() });

/** Throws what the queue should try again; what will not pass ends the run with a sentence. */
export async function submitAttempt(db: Db, runId: number, tools: SubmitTools): Promise<void> {
  await onlyOnce(db.pool, runId, async () => {
    const launch = await readLaunch(db.pool, runId);
    if (!launch) return;
    if (!isWanted(launch)) {
      // Brought there by a worker that did not live to see that the run had been ended meanwhile: nobody watches it.
      if (isTrainingOver(launch.status)) await stopIfOpen(tools.open(launch.engine), launch.jobId);
      return;
    }
    try {
      await bring(db, runId, launch, tools);
    } catch (error) {
      const passes = !(error instanceof StudioError) || error.code === "upstream";
      const message =
        error instanceof StudioError ? error.message : "The studio failed to bring the job to the engine.";
      if (passes && !tools.isLastTry) {
        await tell(db.pool, runId, `${message} The studio tries again.`);
        throw error;
      }
      if (!(error instanceof StudioError)) console.error(`Training run ${runId}:`, error);
      await fail(db.pool, runId, launch.attempt, passes ? `${message} Press Resume to try again.` : message);
    }
  });
}

const isWanted = ({ status, attemptStatus }: Launch) => status === "launching" && attemptStatus === "launching";

async function bring(db: Db, runId: number, launch: Launch, tools: SubmitTools): Promise<void> {
  const { pool } = db;
  const engine = tools.open(launch.engine);
  // Brought there before, by a worker that did not live to write it down.
  if ((await engine.find(launch.jobId)) === null) {
    await endEarlierJobs(pool, runId, launch, engine);
    const trainerFiles = await tools.trainerFiles();
    const prepared = await prepareJob(db, { ...launch, trainerFiles, config: configOf(launch) } satisfies JobFacts);
    try {
      const now = await readLaunch(pool, runId);
      // A stop that was asked for meanwhile wins: whoever watches the run ends it.
      if (!now || !isWanted(now)) return;
      await pool.query(
        `UPDATE training_run SET code_version = $2, data_rows = coalesce($3, data_rows),
           data_sha256 = coalesce($4, data_sha256) WHERE id = $1`,
        [runId, await codeVersion(trainerFiles), prepared.written?.rows, prepared.written?.sha256],
      );
      // Making the package may take minutes, in which one may have come after all.
      await endEarlierJobs(pool, runId, launch, engine);
      await engine.submit(prepared.job);
    } finally {
      await prepared.done().catch(() => {});
    }
  }
  const status = await markSubmitted(pool, runId, launch.attempt);
  // Ended, removed or resumed while the engine took it: nobody watches it any more.
  if (status === null || isTrainingOver(status)) await engine.stop(launch.jobId);
}

/**
 * Two jobs must not write into one folder. A job may run though its attempt is over: its request was on its way when the
 * run was ended, or the reply was lost. Throws upstream, which the queue repeats, until none of them is open.
 */
async function endEarlierJobs(pool: pg.Pool, runId: number, launch: Launch, engine: TrainingEngine): Promise<void> {
  const { rows } = await pool.query(
    `SELECT attempt, job_id AS "jobId" FROM training_attempt WHERE run_id = $1 AND attempt < $2 ORDER BY attempt DESC`,
    [runId, launch.attempt],
  );
  const open: number[] = [];
  for (const { attempt, jobId } of z.array(Earlier).parse(rows))
    if (await stopIfOpen(engine, jobId)) open.push(attempt);
  if (open.length === 0) return;
  throw new StudioError(
    "upstream",
    `The job of attempt ${open.join(", ")} was still open in this run's folder and has been told to stop.`,
  );
}

/** Answers whether it was open. */
async function stopIfOpen(engine: TrainingEngine, jobId: string): Promise<boolean> {
  const job = await engine.find(jobId);
  if (job?.status !== "pending" && job?.status !== "running") return false;
  await engine.stop(jobId);
  return true;
}

function configOf({ config, engine, key }: Launch): JobFacts["config"] {
  const read = readConfig(config, runFolder(engine, key));
  if (read.config !== null) return read.config;
  throw new StudioError("invalid", `Its config cannot be read any more: ${read.issues[0]?.message} Clone it instead.`);
}

async function readLaunch(pool: pg.Pool, runId: number): Promise<Launch | null> {
  const { rows } = await pool.query(
    `SELECT r.key, r.name, r.status, r.attempt, a.job_id AS "jobId", a.status AS "attemptStatus",
       r.engine_settings::jsonb AS engine, r.data::jsonb AS data, r.resources::jsonb AS resources, r.config,
       EXISTS (SELECT 1 FROM training_event e WHERE e.run_id = r.id AND e.event ->> 'event' = 'started') AS "hasBegun"
     FROM training_run r JOIN training_attempt a ON a.run_id = r.id AND a.attempt = r.attempt WHERE r.id = $1`,
    [runId],
  );
  return z.array(Row).parse(rows)[0] ?? null;
}

/** Answers the run's status, which says whether it is still wanted; null where it was removed or has a newer attempt. */
async function markSubmitted(pool: pg.Pool, runId: number, attempt: number): Promise<TrainingStatus | null> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query("SELECT status FROM training_run WHERE id = $1 AND attempt = $2 FOR UPDATE", [
      runId,
      attempt,
    ]);
    const status = z.array(z.object({ status: TrainingStatus })).parse(rows)[0]?.status ?? null;
    if (status !== "launching" && status !== "stopping") return status;
    await client.query(
      "UPDATE training_attempt SET status = 'pending' WHERE run_id = $1 AND attempt = $2 AND status = 'launching'",
      [runId, attempt],
    );
    if (status === "launching")
      await client.query(
        "UPDATE training_run SET status = 'pending', message = NULL, changed_at = now() WHERE id = $1",
        [runId],
      );
    return status;
  });
}

async function tell(pool: pg.Pool, runId: number, message: string): Promise<void> {
  await pool.query("UPDATE training_run SET message = $2, changed_at = now() WHERE id = $1 AND status = 'launching'", [
    runId,
    message,
  ]);
}

async function fail(pool: pg.Pool, runId: number, attempt: number, message: string): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rowCount } = await client.query(
      `UPDATE training_run SET status = 'failed', message = $3, changed_at = now(), finished_at = now()
       WHERE id = $1 AND attempt = $2 AND status = 'launching'`,
      [runId, attempt, message],
    );
    if (rowCount === 0) return;
    await client.query(
      `UPDATE training_attempt SET status = 'failed', message = $3, ended_at = now() WHERE run_id = $1 AND attempt = $2`,
      [runId, attempt, message],
    );
  });
}
