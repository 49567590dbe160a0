/** docs/examples/loop.sh as it stands: bash, and every command with workers; the cluster's part of the training is left out. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { StudioError } from "@/domain/errors";
import { TrainingEngineSettings } from "@/domain/training/engine";
import { Engine } from "@/server/engine/engine";
import { executors } from "@/server/engine/executors";
import { EvalConductor } from "@/server/eval/conductor";
import { ServingEngine } from "@/server/eval/testing/serving-engine";
import { freezeWaiting } from "@/server/services/training-set/freeze";
import { outputOf } from "@/server/testing/command-output";
import { addModel } from "@/server/testing/endpoint";
import { startOpenAiServer } from "@/server/testing/openai-server/server";
import { HEADER, jsonl, useImports } from "@/server/testing/small-pool";
import { COMMANDS } from "./commands";
import { statusOfError } from "./exit-status";

const { own, rows } = useImports();
let folder = "";
/** What is done at the end, the last first */
const closing: (() => Promise<unknown>)[] = [];
/** Commands as they were called */
const called: string[] = [];

/** Starts nothing: the command runs where the test does. */
const SHIM = `#!/usr/bin/env node
const request = require("node:http").request({ socketPath: process.env.SWIRL_SOCKET, method: "POST" }, async (response) => {
  let said = "";
  for await (const chunk of response) said += chunk;
  const { exit, out, error } = JSON.parse(said);
  process.stdout.write(out);
  process.stderr.write(error);
  process.exitCode = exit;
});
request.end(JSON.stringify(process.argv.slice(2)));
`;

async function answerShim(request: http.IncomingMessage, response: http.ServerResponse) {
  const [name = "", ...args]: string[] = JSON.parse(await text(request));
  called.push(name);
  try {
    const { exit, out } = await outputOf(async () => COMMANDS[name as keyof typeof COMMANDS](args, own.db));
    response.end(JSON.stringify({ exit, out, error: "" }));
  } catch (error) {
    const exit = error instanceof StudioError ? statusOfError(error) : 70;
    response.end(JSON.stringify({ exit, out: "", error: `${error}\n` }));
  }
}

/** What the worker does beside runs: it freezes, and trains, which here is a model that is there at once. */
async function workUntil(signal: AbortSignal, endpointId: number) {
  while (!signal.aborted) {
    await freezeWaiting(own.db, "0.1.0", signal);
    const { rows: launched } = await own.db.pool.query(
      "UPDATE training_run SET status = 'done', step = 3, finished_at = now() WHERE status = 'launching' RETURNING id, name",
    );
    for (const { id, name } of launched)
      await own.db.prisma.model.create({ data: { name, path: `/runs/${id}/final`, endpointId, trainingRunId: id } });
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "swirl-example-"));
  const url = own.db.pool.options.connectionString ?? "";
  const questions = ["train", "held-out"].flatMap((key, set) => [
    { type: "question-set", key, name: `Sums, ${key}`, metric: "gsm8k" },
    ...[1, 2, 3, 4].map((n) => ({
      ...{ type: "question", set: key, key: `q${n}`, text: `What is ${n + 10 * set} + ${n}?` },
      answers: [String(2 * n + 10 * set)],
    })),
  ]);
  await writeFile(path.join(folder, "questions.jsonl"), jsonl([HEADER, ...questions]));
  await writeFile(path.join(folder, "swirl"), SHIM, { mode: 0o755 });

  const server = http.createServer((request, response) => void answerShim(request, response));
  await new Promise<void>((resolve) => server.listen(path.join(folder, "socket"), resolve));
  closing.push(async () => server.close());
  const openai = await startOpenAiServer();
  closing.push(() => openai.close());
  const { modelId, endpointId } = await addModel(own.db, { url: openai.url, name: "base" });
  await own.db.prisma.model.update({ where: { id: modelId }, data: { path: "/models/tiny" } });
  const settings = TrainingEngineSettings.parse({ name: "Cluster", address: "http://127.0.0.1:1", storage: "/runs" });
  await own.db.prisma.trainingEngine.create({ data: { name: settings.name, settings } });

  const runs = new Engine(url, executors);
  await runs.start();
  closing.push(() => runs.stop());
  const cluster = new ServingEngine();
  const conductor = new EvalConductor(url, {
    open: () => cluster,
    trainerFiles: async () => new Map([["swirl_trainer/__init__.py", ""]]),
    leaseSeconds: 60,
  });
  conductor.start();
  closing.push(() => conductor.stop());
  const stopping = new AbortController();
  const working = workUntil(stopping.signal, endpointId);
  closing.push(async () => {
    stopping.abort();
    await working;
  });
});
afterAll(async () => {
  for (const close of closing.reverse()) await close();
  await rm(folder, { recursive: true, force: true });
});

async function loop(env: Record<string, string>, ...args: string[]) {
  const child = spawn("bash", ["docs/examples/loop.sh", ...args], {
    env: {
      ...process.env,
      ...{ SWIRL: path.join(folder, "swirl"), SWIRL_SOCKET: path.join(folder, "socket") },
      ...{ TRAIN_ON: "train", TEST_ON: "held-out", MODEL: "base", JUDGE: "base", ENGINE: "Cluster", SAMPLES: "3" },
      // Node would write numbers in colour.
      ...{ NAME: "Example", FORCE_COLOR: "1", ...env },
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, error, [exit]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { out, error, exit };
}

test("from a file of questions to a trained model beside its base on held-out questions", async () => {
  const { out, error, exit } = await loop({ UPDATES: "7", MODE: "none" }, path.join(folder, "questions.jsonl"));
  expect([error, exit]).toEqual(["", 0]);
  const inOrder = ["import", "rollouts", "judge", "label", "compare", "filter", "train", "eval"];
  expect(called).toEqual(inOrder);
  expect(out).toContain("Rollout run 1: 12 trajectories");
  expect(out).toMatch(/Training set 1: \d+ sub-trajectories, sha256 [0-9a-f]{64}/);
  expect(out).toMatch(
    /Eval matrix 1, Example, evals: done\n[\s\S]*base +Sums, held-out +tools +done[\s\S]*Example +Sums/,
  );
  const [{ config, training_set_id }] = await rows("SELECT config, training_set_id FROM training_run");
  expect(config).toContain("max_steps: 7");
  expect(training_set_id).toBe(1);
});

test("it ends as the first command that is not done, and calls no other", async () => {
  called.length = 0;
  expect(await loop({ MODEL: "none" })).toMatchObject({
    exit: 1,
    error: expect.stringContaining('No model is called "none"'),
  });
  expect(await loop({ SAMPLES: "some" })).toMatchObject({ exit: 2 });
  expect(called).toEqual(["rollouts", "rollouts"]);
});
