/** Training runs watched on a real Ray; the jobs only say what a trainer would say. */
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { openTrainingEngine } from "@/server/adapters/training/open";
import { pythonJob, settingsAt } from "@/server/adapters/training/ray/testing";
import { connect, type Db } from "@/server/db";
import { stopTraining } from "@/server/services/training/stop";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { testPython } from "@/server/testing/python";
import { startRay, type TestRay } from "@/server/testing/ray";
import { TrainingMonitor } from "./monitor";
import { addTrainingRun, finalCheckpoint, lineOf, metrics, numbered, type Said, started } from "./testing";

const python = testPython ?? "";

/** Says these lines, so many milliseconds apart, with noise between them; asked to stop, it says so and ends. */
const trainer = (said: readonly Said[], pauseMs: number) => `
import json, signal, sys, time
lines = json.loads(${JSON.stringify(JSON.stringify(numbered(said).map(lineOf)))})
def stop(*_):
    print(json.dumps({"event": "stopped", "seq": at, "time": time.time(), "step": 1}), flush=True)
    sys.exit(0)
at = 0
signal.signal(signal.SIGTERM, stop)
for at, line in enumerate(lines, 1):
    event = json.loads(line)
    print("a line for the log", file=sys.stderr, flush=True)
    print(json.dumps({**event, "event": event["event"], "time": time.time()}), flush=True)
    time.sleep(${pauseMs / 1_000})
`;
const updates = (count: number) => Array.from({ length: count }, (_, index) => metrics(index + 1));

describe.skipIf(testPython === null)("on a real Ray", { timeout: 240_000 }, () => {
  let ray: TestRay;
  let database: TestDatabase;
  let db: Db;
  const monitors: TrainingMonitor[] = [];
  beforeAll(async () => {
    [ray, database] = await Promise.all([startRay(), createTestDatabase()]);
    db = connect(database.url);
  }, 300_000);
  afterEach(async () => {
    await Promise.all(monitors.splice(0).map((monitor) => monitor.stop()));
  });
  afterAll(async () => {
    await db?.close();
    await Promise.all([ray?.stop(), database?.drop()]);
  });

  function watch() {
    const monitor = new TrainingMonitor(database.url, {
      open: openTrainingEngine,
      trainerFiles: async () => new Map(),
    });
    monitors.push(monitor);
    monitor.start();
    return monitor;
  }
  async function launch(code: string, name?: string) {
    const run = await addTrainingRun(db, { engine: settingsAt(ray.address), ...(name === undefined ? {} : { name }) });
    await openTrainingEngine(run.engine).submit(pythonJob(run.jobId, python, code));
    return run;
  }
  const until = (id: number, expected: object) =>
    vi.waitFor(
      async () => {
        const { rows } = await db.pool.query(
          `SELECT r.status, r.message, r.step, r.next_seq AS seq, a.log_tail AS log FROM training_run r
           JOIN training_attempt a ON a.run_id = r.id AND a.attempt = r.attempt WHERE r.id = $1`,
          [id],
        );
        expect(rows[0]).toMatchObject(expected);
      },
      { timeout: 120_000, interval: 200 },
    );
  const stepsOf = async (id: number) =>
    (await db.pool.query("SELECT step FROM training_metric WHERE run_id = $1 ORDER BY 1", [id])).rows.map(
      ({ step }) => step,
    );

  test("the dashboard goes and comes back, and the worker is another: nothing is lost, nothing doubled", async () => {
    const said = [
      started(),
      ...updates(40),
      finalCheckpoint("/storage/final"),
      { event: "done", step: 40, seconds: 1 } as Said,
    ];
    const run = await launch(trainer(said, 400), "a policy");
    const first = watch();
    await until(run.id, { status: "running", step: expect.toSatisfy((step: number) => step >= 3) });
    await ray.killDashboard();
    await until(run.id, { status: "running", message: expect.stringContaining("has not answered since") });
    await first.stop();
    watch();
    await ray.restartDashboard();
    await until(run.id, { status: "done", message: null, seq: said.length });
    expect(await stepsOf(run.id)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    const { rows } = await db.pool.query("SELECT name FROM model WHERE training_run_id = $1", [run.id]);
    expect(rows).toEqual([{ name: "a policy" }]);
  });

  test("a stop reaches the job, whose last words are heard", async () => {
    const run = await launch(trainer([started(), ...updates(600)], 200));
    watch();
    await until(run.id, { status: "running", step: expect.toSatisfy((step: number) => step >= 1) });
    await stopTraining(db, run.id);
    await until(run.id, { status: "stopped", message: null });
  });

  test("an error of Python is told with the log's last words", async () => {
    const run = await launch('print("Loading")\nimport no_such_package_at_all\n');
    watch();
    await until(run.id, {
      status: "failed",
      message: expect.stringContaining("ModuleNotFoundError: No module named 'no_such_package_at_all'"),
      log: expect.stringContaining("Loading"),
    });
  });
});
