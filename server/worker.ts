/**
 * The worker: a process of its own that carries out runs and the queue's jobs. Several may run, anywhere that reaches
 * PostgreSQL.
 */
import { type CronItem, parseCronItems, run, type TaskList } from "graphile-worker";
import { formatCount } from "@/domain/format";
import { openTrainingEngine } from "./adapters/training/open";
import { studioVersion } from "./code-version";
import { connect, type Db } from "./db";
import { Engine } from "./engine/engine";
import { executors } from "./engine/executors";
import { EvalConductor, LEASE_SECONDS } from "./eval/conductor";
import {
  freezeTrainingSets,
  indexPassages,
  indexSearch,
  submitTraining,
  sweepInterrupted,
  sweepLaunches,
} from "./jobs/definitions";
import { enqueue } from "./jobs/enqueue";
import { indexPassageWords } from "./jobs/index-passages";
import { indexSearchWords } from "./jobs/index-search";
import { installQueue, queueLogger, queuePool } from "./jobs/install";
import { SummedLog } from "./jobs/summed-log";
import { sweepInterruptedWork } from "./jobs/sweep-interrupted";
import { requeueLaunches } from "./services/training/requeue-launches";
import { submitAttempt } from "./services/training/submit";
import { readTrainerFiles } from "./services/training/trainer-files";
import { freezeWaiting } from "./services/training-set/freeze";
import { TrainingMonitor } from "./training/monitor";

/** What a job may take to finish after the worker was asked to stop. */
const PATIENCE_MS = 4_000;
const EVERY_MINUTE: CronItem[] = [sweepInterrupted, indexSearch, indexPassages, sweepLaunches, freezeTrainingSets].map(
  (job) => ({
    task: job.name,
    match: "* * * * *",
    options: { jobKey: job.name, maxAttempts: 1 },
  }),
);

const searchable = new SummedLog((count, seconds) =>
  console.log(`Made ${formatCount(count, "trajectory", "trajectories")} searchable in ${seconds} s.`),
);
const passages = new SummedLog((count, seconds) =>
  console.log(`Indexed ${formatCount(count, "passage")} in ${seconds} s.`),
);

function tasks(db: Db, signal: AbortSignal): TaskList {
  return {
    [freezeTrainingSets.name]: async (payload) => {
      freezeTrainingSets.payload.parse(payload);
      const count = await freezeWaiting(db, await studioVersion(), signal);
      if (count > 0) console.log(`Froze ${formatCount(count, "training set")}.`);
    },
    [indexSearch.name]: async (payload) => {
      indexSearch.payload.parse(payload);
      const started = Date.now();
      searchable.add(await indexSearchWords(db.pool, signal), Date.now() - started);
    },
    [indexPassages.name]: async (payload) => {
      indexPassages.payload.parse(payload);
      const started = Date.now();
      passages.add(await indexPassageWords(db.pool, signal), Date.now() - started);
    },
    [sweepInterrupted.name]: async (payload) => {
      sweepInterrupted.payload.parse(payload);
      const count = await sweepInterruptedWork(db.pool);
      if (count > 0)
        console.log(
          `Marked ${count} interrupted ${count === 1 ? "import or export" : "imports and exports"} as failed.`,
        );
    },
    [submitTraining.name]: (payload, { job }) =>
      submitAttempt(db, submitTraining.payload.parse(payload).runId, {
        open: openTrainingEngine,
        trainerFiles: readTrainerFiles,
        isLastTry: job.attempts >= job.max_attempts,
      }),
    [sweepLaunches.name]: async (payload) => {
      sweepLaunches.payload.parse(payload);
      const count = await requeueLaunches(db.pool);
      if (count > 0) console.log(`Took up ${count} ${count === 1 ? "launch" : "launches"} that nobody worked on.`);
    },
  };
}

async function main(url: string): Promise<void> {
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, stop);
  // The launcher's end of the channel closes when it is gone, however it went.
  process.on("disconnect", stop);

  await installQueue(url);
  const db = connect(url, { max: 4 });
  const pool = queuePool(url, 4);
  const runner = await run({
    pgPool: pool,
    concurrency: 2,
    noHandleSignals: true,
    pollInterval: 2_000,
    logger: queueLogger,
    taskList: tasks(db, stopping.signal),
    parsedCronItems: parseCronItems(EVERY_MINUTE),
    preset: { worker: { gracefulShutdownAbortTimeout: PATIENCE_MS } },
  });
  for (const job of [sweepInterrupted, indexSearch, indexPassages, sweepLaunches, freezeTrainingSets])
    await enqueue(db.pool, job, {});
  const engine = new Engine(url, executors);
  await engine.start();
  const cluster = { open: openTrainingEngine, trainerFiles: readTrainerFiles };
  const monitor = new TrainingMonitor(url, cluster);
  monitor.start();
  const evals = new EvalConductor(url, { ...cluster, leaseSeconds: LEASE_SECONDS });
  evals.start();
  console.log("The worker is ready.");

  await Promise.race([runner.promise, new Promise((resolve) => stopping.signal.addEventListener("abort", resolve))]);
  setTimeout(() => process.exit(1), 2 * PATIENCE_MS).unref();
  await Promise.all([
    engine.stop(),
    monitor.stop(),
    evals.stop(),
    stopping.signal.aborted ? runner.stop().catch(() => {}) : null,
  ]);
  await Promise.allSettled([pool.end(), db.close()]);
  for (const log of [searchable, passages]) log.flush();
}

const url = process.env.DATABASE_URL;
if (!url) {
  console.error("DATABASE_URL is not set: start the studio with `npm start`.");
  process.exit(1);
}
main(url).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(`The worker stopped: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  },
);
