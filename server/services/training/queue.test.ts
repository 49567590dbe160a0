/** Launches and the queue: each has one job, whatever becomes of the worker that took it. */
import { runOnce } from "graphile-worker";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { submitTraining } from "@/server/jobs/definitions";
import { installQueue, queueLogger, queuePool } from "@/server/jobs/install";
import { appRouter } from "@/server/routers/root";
import { createCallerFactory } from "@/server/routers/trpc";
import { smallPool, useImports } from "@/server/testing/small-pool";
import { requeueLaunches } from "./requeue-launches";
import { submitAttempt } from "./submit";
import { addChoice, MemoryEngine, planOf } from "./testing";
import { readTrainerFiles } from "./trainer-files";

const { own, run: load, rows, one } = useImports();
const api = () => createCallerFactory(appRouter)({ db: own.db }).launch;
const url = () => own.db.pool.options.connectionString ?? "";
let pool: ReturnType<typeof queuePool>;
let engine: MemoryEngine;
let launch: () => Promise<number>;
beforeAll(async () => {
  await load(smallPool("pool"));
  const choice = await addChoice(own.db, { judge: (await one("SELECT id FROM judging_run")).id });
  const { config } = await api().defaults({ choice });
  launch = async () => (await api().start(planOf(choice, config))).id;
});
beforeEach(async () => {
  engine = new MemoryEngine();
  await own.db.pool.query("DELETE FROM training_run");
});
afterAll(() => pool?.end());

const waiting = () => rows("SELECT key, attempts, locked_at FROM graphile_worker.jobs ORDER BY id");
const work = () =>
  runOnce({
    pgPool: pool,
    logger: queueLogger,
    taskList: {
      [submitTraining.name]: (payload, { job }) =>
        submitAttempt(own.db, submitTraining.payload.parse(payload).runId, {
          open: () => engine,
          trainerFiles: readTrainerFiles,
          isLastTry: job.attempts >= job.max_attempts,
        }),
    },
  });

test("what was launched before there was a queue is taken up once there is one", async () => {
  const id = await launch();
  await installQueue(url());
  pool = queuePool(url(), 2);
  expect(await requeueLaunches(own.db.pool)).toBe(1);
  expect(await requeueLaunches(own.db.pool)).toBe(0);
  await work();
  expect(await one("SELECT status FROM training_run WHERE id = $1", [id])).toEqual({ status: "pending" });
  expect(await waiting()).toEqual([]);
});

test("a launch and its job are committed together, each launch with a job of its own", async () => {
  const ids = [await launch(), await launch()];
  expect((await waiting()).map(({ key }) => key)).toEqual(ids.map((id) => `submit-training:${id}`));
  await work();
  expect(engine.jobs.size).toBe(2);
});

test("a job whose worker died is taken up by another, and one that waits for its next try is left alone", async () => {
  const id = await launch();
  engine.isDown = true;
  await work();
  // The queue writes a failure down on a connection of its own, perhaps a moment later.
  await expect.poll(waiting, { timeout: 10_000 }).toMatchObject([{ attempts: 1, locked_at: null }]);
  expect(await requeueLaunches(own.db.pool)).toBe(0);
  await own.db.pool.query(
    "UPDATE graphile_worker._private_jobs SET locked_at = now() - interval '5 minutes', locked_by = 'gone'",
  );
  expect(await requeueLaunches(own.db.pool)).toBe(1);
  engine.isDown = false;
  await work();
  expect(await one("SELECT status, message FROM training_run WHERE id = $1", [id])).toEqual({
    status: "pending",
    message: null,
  });
  expect(engine.jobs.size).toBe(1);
});

test("a job whose run was stopped while its worker died is looked for once more, and stopped", async () => {
  await own.db.pool.query("DELETE FROM graphile_worker._private_jobs");
  const id = await launch();
  engine.afterSubmit = async () => {
    await own.db.pool.query("UPDATE training_run SET status = 'stopped' WHERE id = $1", [id]);
    throw new Error("the process ended here");
  };
  await work();
  await expect.poll(waiting, { timeout: 10_000 }).toMatchObject([{ locked_at: null }]);
  expect(engine.jobs.size).toBe(1);
  await own.db.pool.query(
    "UPDATE graphile_worker._private_jobs SET locked_at = now() - interval '5 minutes', locked_by = 'gone'",
  );
  expect(await requeueLaunches(own.db.pool)).toBe(1);
  expect(await requeueLaunches(own.db.pool)).toBe(0);
  await work();
  expect(engine.stopped).toEqual([...engine.jobs.keys()]);
});
