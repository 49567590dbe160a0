/**
 * Measures the engine against a bare load generator: the same server process, the same latency and slots, the same
 * request bodies, as many completions. The two take turns, so that what drifts meets both.
 */
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { environmentOf } from "@/scripts/studio/process.mjs";
import { connect, type Db } from "@/server/db";
import { addEndpoint, planRun } from "@/server/engine/testing/make-run";
import { startWorker } from "@/server/engine/testing/worker-process";
import { readProgress } from "@/server/queries/run/progress";
import { startRollout } from "@/server/services/rollout/start";
import { startOpenAiServer } from "@/server/testing/openai-server/server";
import { cpuSeconds, median, watchMemory } from "./usage";
import { type BareWork, type Report, type Sizes, Timed } from "./words";

const LATENCY_MS = 50;
const SLOTS = 64;
const root = path.resolve(import.meta.dirname, "../..");
/** Questions of a run before the first that is measured: a worker runs for days, and its code is compiled as it runs. */
const WARM_UP = 1_000;
const POLL_MS = 20;

export async function measure(databaseUrl: string, { pairs, questions }: Sizes, log: (line: string) => void) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "swirl-bench-"));
  const db = connect(databaseUrl, { max: 2 });
  const worker = startWorker(databaseUrl);
  const server = serve(databaseUrl);
  try {
    await worker.ready;
    const bodiesFile = path.join(folder, "bodies.json");
    fs.writeFileSync(bodiesFile, JSON.stringify(await gatherBodies(db, Math.min(questions, WARM_UP))));
    const url = await server.url;
    const endpointId = await addEndpoint(db, { baseUrl: url, maxConcurrency: SLOTS });
    const measured: Report["pairs"] = [];
    const memory = watchMemory(worker.pid, 500);
    const usage = { seconds: 0, worker: 0, server: 0 };
    let completions = 0;
    for (let pair = 0; pair < pairs; pair++) {
      const bare = (requests: number) => runBare(databaseUrl, { url, bodiesFile, loops: SLOTS, requests });
      const engine = async () => {
        const before = [cpuSeconds(worker.pid), cpuSeconds(server.pid)];
        const timed = await runEngine(db, endpointId, questions);
        usage.seconds += timed.ms / 1000;
        usage.worker += (cpuSeconds(worker.pid) ?? 0) - (before[0] ?? 0);
        usage.server += (cpuSeconds(server.pid) ?? 0) - (before[1] ?? 0);
        completions += timed.requests;
        return timed;
      };
      const first = await engine();
      const one = { engine: rate(first), bare: rate(await bare(first.requests)) };
      measured.push({ ...one, ratio: round(one.engine / one.bare, 4) });
      log(`${one.engine} completions a second by the engine, ${one.bare} by the bare generator`);
    }
    memory.end();
    return {
      ratio: round(median(measured.map((one) => one.ratio)), 4),
      engine: median(measured.map((one) => one.engine)),
      bare: median(measured.map((one) => one.bare)),
      pairs: measured,
      trajectories: pairs * questions * 5,
      completions,
      latencyMs: LATENCY_MS,
      slots: SLOTS,
      memory: summarise(memory.samples),
      cpu: cpuSeconds(worker.pid) === null ? null : share(usage),
    } satisfies Report;
  } finally {
    await Promise.all([worker.end("SIGTERM"), server.end()]);
    await db.close();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

const round = (value: number, digits = 1) => Number(value.toFixed(digits));
const rate = ({ requests, ms }: Timed) => round((requests / ms) * 1000);
const share = ({ seconds, worker, server }: { seconds: number; worker: number; server: number }) => ({
  worker: round(worker / seconds, 2),
  server: round(server / seconds, 2),
});

/** The bodies that the engine itself sends, from a run of a server in this process. */
async function gatherBodies(db: Db, questions: number): Promise<string[]> {
  const server = await startOpenAiServer({ logged: 10_000 });
  try {
    const endpointId = await addEndpoint(db, { baseUrl: server.url, maxConcurrency: SLOTS });
    await runEngine(db, endpointId, questions);
    return server.requests.map(({ body }) => JSON.stringify(body));
  } finally {
    await server.close();
  }
}

/** From the moment that the run is asked for until everything is committed. */
async function runEngine(db: Db, endpointId: number, questions: number): Promise<Timed> {
  const plan = await planRun(db, { endpointId, questions });
  const begun = performance.now();
  const { id, trajectories } = await startRollout(db, plan);
  for (;;) {
    const { rows } = await db.pool.query("SELECT status FROM run_state WHERE kind = 'rollout' AND run_id = $1", [id]);
    if (rows[0].status !== "running") break;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  const ms = performance.now() - begun;
  const progress = await readProgress(db.pool, { kind: "rollout", runId: id });
  if (progress?.status !== "done" || progress.done !== trajectories)
    throw new Error(`The run did not come to its end: ${JSON.stringify(progress)}`);
  return { requests: progress.requests, ms };
}

function runBare(databaseUrl: string, work: BareWork): Promise<Timed> {
  const child = spawnTypeScript(databaseUrl, "bench/rollouts/bare.ts", [JSON.stringify(work)], {});
  let said = "";
  child.stdout?.on("data", (text) => {
    said += text;
  });
  return new Promise((resolve, reject) => {
    child.once("close", (code) => (code === 0 ? resolve(Timed.parse(JSON.parse(said))) : reject(new Error("bare.ts"))));
  });
}

function serve(databaseUrl: string): { url: Promise<string>; pid: number; end(): Promise<void> } {
  const env = { LATENCY_MS: String(LATENCY_MS), SLOTS: String(SLOTS), LOGGED: "0" };
  const child = spawnTypeScript(databaseUrl, "server/testing/openai-server/main.ts", [], env);
  const url = new Promise<string>((resolve, reject) => {
    child.stdout?.once("data", (line) => resolve(JSON.parse(String(line)).url));
    child.once("exit", () => reject(new Error("The server ended.")));
  });
  url.catch(() => {});
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const end = () => {
    child.kill("SIGTERM");
    return ended;
  };
  return { url, pid: child.pid ?? 0, end };
}

function spawnTypeScript(databaseUrl: string, file: string, args: string[], env: Record<string, string>) {
  const surroundings = environmentOf({ root, isDevelopment: false, databaseUrl: () => databaseUrl });
  return spawn(process.execPath, ["--import", import.meta.resolve("tsx"), path.join(root, file), ...args], {
    cwd: root,
    env: { ...surroundings, ...env },
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
}

function summarise(samples: readonly number[]): Report["memory"] {
  // The first third is the way up: code is compiled, caches fill.
  const third = Math.floor(samples.length / 3);
  if (third === 0) return null;
  const first = median(samples.slice(third, 2 * third));
  return { first, last: median(samples.slice(-third)), max: Math.max(...samples), samples: [...samples] };
}
