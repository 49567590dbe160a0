/** Bringing launches to an engine, on a real database with an engine in memory: crashes, stops and repeats. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { parse } from "yaml";
import { StudioError } from "@/domain/errors";
import { TrainingConfig } from "@/domain/training/config";
import type { TrainingChoice } from "@/domain/training/plan";
import { TrainingRow } from "@/domain/training-row";
import { appRouter } from "@/server/routers/root";
import { createCallerFactory } from "@/server/routers/trpc";
import { smallPool, useImports } from "@/server/testing/small-pool";
import { resumeTraining } from "./resume";
import { stopTraining } from "./stop";
import { submitAttempt } from "./submit";
import { addChoice, MemoryEngine, planOf } from "./testing";
import { readTrainerFiles } from "./trainer-files";

const { own, run: load, rows, one } = useImports();
const api = () => createCallerFactory(appRouter)({ db: own.db }).launch;

let judge: number;
let choice: TrainingChoice;
let engine: MemoryEngine;
beforeAll(async () => {
  await load(smallPool("pool", { samples: 3 }));
  judge = (await one("SELECT id FROM judging_run")).id;
  choice = await addChoice(own.db, { judge });
});
beforeEach(() => {
  engine = new MemoryEngine();
});

async function launch(from = choice): Promise<{ id: number; key: string }> {
  const { config } = await api().defaults({ choice: from });
  const plan = planOf(from, config);
  return { ...(await api().start(plan)), key: plan.key };
}
const submit = (id: number, isLastTry = false) =>
  submitAttempt(own.db, id, { open: () => engine, trainerFiles: readTrainerFiles, isLastTry });
const runOf = (id: number) => one("SELECT * FROM training_run WHERE id = $1", [id]);
const attemptsOf = (id: number) =>
  rows("SELECT attempt, status FROM training_attempt WHERE run_id = $1 ORDER BY attempt", [id]);
const linesOf = (text: string) => text.trim().split("\n");

test("a job has the trainer, its config, the data and its questions, and the row says what went in", async () => {
  const { id, key } = await launch();
  let data = "";
  engine.onSubmit = async ({ files }) => {
    const file = files.get("train.jsonl.gz");
    if (typeof file !== "object" || !("file" in file)) throw new Error("no data");
    data = gunzipSync(await readFile(file.file)).toString();
  };
  await submit(id);
  const job = engine.jobs.get(`swirl-${key}-1`);
  expect(job?.command).toEqual([
    ...["python3", "-m", "swirl_trainer", "train", "--config", "config.yaml", "--attempt", "1"],
  ]);
  expect(linesOf(data).map((line) => TrainingRow.parse(JSON.parse(line)).step)).toEqual([0, 1]);
  const names = [...(job?.files.keys() ?? [])];
  expect(names).toContain("swirl_trainer/train.py");
  expect(names.filter((name) => /test_|conftest/.test(name))).toEqual([]);
  const config = TrainingConfig.parse(parse(String(job?.files.get("config.yaml")), { version: "1.1" }));
  expect(config).toMatchObject({ output: { folder: `/storage/swirl/runs/${key}` }, data: { path: "train.jsonl.gz" } });
  const run = await runOf(id);
  expect(run).toMatchObject({ status: "pending", message: null, data_rows: 2 });
  expect(run.data_sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(run.code_version).toMatch(/^\d+\.\d+\.\d+\+[0-9a-f]{12}$/);
  expect(await attemptsOf(id)).toEqual([{ attempt: 1, status: "pending" }]);
});

test("a shared folder takes the data, and the config says where the cluster sees it", async () => {
  const sharedFolder = await mkdtemp(path.join(tmpdir(), "swirl-shared-"));
  try {
    const { id, key } = await launch(await addChoice(own.db, { judge, sharedFolder }));
    await submit(id);
    const job = engine.jobs.get(`swirl-${key}-1`);
    expect(job?.files.has("train.jsonl.gz")).toBe(false);
    const config = TrainingConfig.parse(parse(String(job?.files.get("config.yaml"))));
    expect(config.data.path).toBe(`/storage/swirl/data/${key}/train.jsonl.gz`);
    const questions = await readFile(path.join(sharedFolder, "data", key, "questions.jsonl"), "utf8");
    expect(linesOf(questions).map((line) => JSON.parse(line))).toEqual([
      { question: expect.any(Number), text: "What is 2 + 2?" },
    ]);
  } finally {
    await rm(sharedFolder, { recursive: true });
  }
});

test("a folder that cannot be written ends the run with what to do", async () => {
  const { id } = await launch(await addChoice(own.db, { judge, sharedFolder: "/dev/null/nowhere" }));
  await submit(id);
  expect(await runOf(id)).toMatchObject({ status: "failed", message: expect.stringMatching(/cannot be written/) });
  expect(await attemptsOf(id)).toEqual([{ attempt: 1, status: "failed" }]);
});

test("an engine that is away is tried again, and the row says so; at last the run fails and can be resumed", async () => {
  const { id } = await launch();
  engine.isDown = true;
  await expect(submit(id)).rejects.toThrow(/does not answer/);
  expect(await runOf(id)).toMatchObject({ status: "launching", message: expect.stringMatching(/tries again/) });
  await submit(id, true);
  expect(await runOf(id)).toMatchObject({ status: "failed", message: expect.stringMatching(/Press Resume/) });
  engine.isDown = false;
  await resumeTraining(own.db, id);
  await submit(id);
  expect(await runOf(id)).toMatchObject({ status: "pending", message: null, attempt: 2 });
  // Nothing of it began, so its data comes with the second attempt.
  const [job] = [...engine.jobs.values()];
  expect(job?.files.has("train.jsonl.gz")).toBe(true);
  expect(job?.command).toContain("--resume");
});

test("a worker that dies before the engine took the job leaves it to the next one", async () => {
  const { id } = await launch();
  engine.onSubmit = async () => {
    throw new Error("the process ended here");
  };
  await expect(submit(id)).rejects.toThrow("ended here");
  engine.onSubmit = async () => {};
  await submit(id);
  expect(engine.jobs.size).toBe(1);
  expect(await runOf(id)).toMatchObject({ status: "pending", message: null });
});

test("a worker that dies after the engine took the job leaves one job, not two", async () => {
  const { id } = await launch();
  engine.afterSubmit = async () => {
    throw new Error("the process ended here");
  };
  await expect(submit(id)).rejects.toThrow("ended here");
  engine.onSubmit = async () => {
    throw new Error("a second job");
  };
  await submit(id);
  await submit(id);
  expect(engine.jobs.size).toBe(1);
  expect(await runOf(id)).toMatchObject({ status: "pending", data_rows: 2 });
});

test("of two workers at once only one brings it there", async () => {
  const { id } = await launch();
  let submitted = 0;
  engine.onSubmit = async () => {
    submitted += 1;
    await submit(id);
  };
  await Promise.all([submit(id), submit(id), submit(id)]);
  expect(submitted).toBe(1);
});

test("a stop before the job is brought there wins", async () => {
  const { id } = await launch();
  await stopTraining(own.db, id);
  await submit(id);
  expect(engine.jobs.size).toBe(0);
  expect(await runOf(id)).toMatchObject({ status: "stopping" });
});

test("a stop while the engine takes the job reaches it, whoever is first", async () => {
  const { id, key } = await launch();
  engine.onSubmit = async () => {
    await stopTraining(own.db, id);
  };
  await submit(id);
  // It is watched as a job that was brought there, and stopped by whoever watches it.
  expect(await runOf(id)).toMatchObject({ status: "stopping" });
  expect(await attemptsOf(id)).toEqual([{ attempt: 1, status: "pending" }]);

  const other = await launch();
  engine.onSubmit = async () => {
    await own.db.pool.query("UPDATE training_run SET status = 'stopped' WHERE id = $1", [other.id]);
  };
  await submit(other.id);
  expect(engine.stopped).toEqual([`swirl-${other.key}-1`]);
  expect(key).not.toBe(other.key);
});

const watcherEnds = (id: number) =>
  own.db.pool.query("UPDATE training_run SET status = 'stopped', finished_at = now() WHERE id = $1", [id]);

test("a job that arrives after its run was stopped and resumed is stopped, and the next one waits for that", async () => {
  const { id, key } = await launch();
  engine.onSubmit = async () => {
    await stopTraining(own.db, id);
    await watcherEnds(id);
    await resumeTraining(own.db, id);
  };
  await submit(id);
  expect(engine.stopped).toEqual([`swirl-${key}-1`]);
  expect(await runOf(id)).toMatchObject({ status: "launching", attempt: 2 });
  engine.onSubmit = async () => {};
  engine.stopped.length = 0;
  // It goes on for as long as it takes to write a checkpoint.
  await expect(submit(id)).rejects.toMatchObject({ code: "upstream", message: expect.stringMatching(/attempt 1 /) });
  expect([...engine.jobs.keys()]).toEqual([`swirl-${key}-1`]);
  expect(engine.stopped).toEqual([`swirl-${key}-1`]);
  expect(await runOf(id)).toMatchObject({ status: "launching", message: expect.stringMatching(/tries again/) });
  await submit(id);
  expect([...engine.jobs.keys()]).toEqual([`swirl-${key}-1`, `swirl-${key}-2`]);
  expect(await runOf(id)).toMatchObject({ status: "pending", message: null });
});

test("a job whose run was stopped and whose worker then died is stopped by the next worker", async () => {
  const { id, key } = await launch();
  engine.afterSubmit = async () => {
    await stopTraining(own.db, id);
    await watcherEnds(id);
    throw new Error("the process ended here");
  };
  await expect(submit(id)).rejects.toThrow("ended here");
  expect(engine.stopped).toEqual([]);
  await submit(id);
  await submit(id);
  expect(engine.stopped).toEqual([`swirl-${key}-1`]);
  expect(await runOf(id)).toMatchObject({ status: "stopped" });
});

test("a job that the engine took on the last try without saying so does not run beside the resumed one", async () => {
  const { id, key } = await launch();
  engine.afterSubmit = async () => {
    throw new StudioError("upstream", "The engine does not answer: start it.");
  };
  await submit(id, true);
  expect(await runOf(id)).toMatchObject({ status: "failed" });
  engine.afterSubmit = async () => {};
  await resumeTraining(own.db, id);
  // Nor beside the one after that, where the second fails meanwhile.
  await submit(id, true);
  expect(engine.stopped).toEqual([`swirl-${key}-1`]);
  engine.stopped.length = 0;
  await resumeTraining(own.db, id);
  await expect(submit(id)).rejects.toMatchObject({ code: "upstream" });
  expect(engine.stopped).toEqual([`swirl-${key}-1`]);
  await submit(id);
  expect([...engine.jobs.keys()]).toEqual([`swirl-${key}-1`, `swirl-${key}-3`]);
});

test("an earlier job that comes while the package is made is stopped before the next is brought there", async () => {
  const { id, key } = await launch();
  await stopTraining(own.db, id);
  await watcherEnds(id);
  await resumeTraining(own.db, id);
  const late = async () => {
    engine.jobs.set(`swirl-${key}-1`, {
      id: "",
      command: [],
      files: new Map(),
      resources: { cpus: 1, gpus: 0, memoryGib: null },
      metadata: {},
    });
    return readTrainerFiles();
  };
  await expect(
    submitAttempt(own.db, id, { open: () => engine, trainerFiles: late, isLastTry: false }),
  ).rejects.toMatchObject({ code: "upstream" });
  expect(engine.jobs.has(`swirl-${key}-2`)).toBe(false);
  expect(engine.stopped).toEqual([`swirl-${key}-1`]);
});

test("resuming adds one attempt in the same folder, without the data, at the engine's address of today", async () => {
  const { id, key } = await launch();
  await submit(id);
  await expect(resumeTraining(own.db, id)).rejects.toThrow(/nothing to resume/);
  await watcherEnds(id);
  await engine.stop(`swirl-${key}-1`);
  await own.db.pool.query(
    `INSERT INTO training_event (run_id, seq, event, at) VALUES ($1, 0, '{"event": "started"}', now())`,
    [id],
  );
  await own.db.pool.query(
    "UPDATE training_engine SET settings = jsonb_set(settings::jsonb, '{address}', '\"http://10.0.0.2:8265\"') WHERE id = $1",
    [choice.engineId],
  );
  await Promise.all([resumeTraining(own.db, id), resumeTraining(own.db, id)]);
  await submit(id);
  const job = engine.jobs.get(`swirl-${key}-2`);
  expect(job?.command.slice(-3)).toEqual(["--attempt", "2", "--resume"]);
  expect(job?.files.has("train.jsonl.gz")).toBe(false);
  const run = await runOf(id);
  expect(run).toMatchObject({ status: "pending", attempt: 2, finished_at: null });
  expect(JSON.parse(run.engine_settings).address).toBe("http://10.0.0.2:8265");
  await own.db.pool.query("UPDATE training_run SET status = 'stopped' WHERE id = $1", [id]);
  await own.db.pool.query(
    "UPDATE training_engine SET settings = jsonb_set(settings::jsonb, '{storage}', '\"/other\"') WHERE id = $1",
    [choice.engineId],
  );
  await expect(resumeTraining(own.db, id)).rejects.toThrow(/checkpoints are in \/storage\/swirl/);
});
