/** A real Ray head on this machine for tests: its own ports and folder, two CPUs, ended with all that it started. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { rayArguments, rayEnvironment } from "@/scripts/lab/ray.mjs";
import { freePorts } from "./free-ports";
import { testPython } from "./python";
import { endGroups, killDashboard, reviveDashboard, type StoppedDashboard } from "./ray-processes";

/** Ray puts Unix sockets some 60 characters below this, and 107 are the limit. */
const SHORT = process.platform === "darwin" ? "/private/tmp" : "/tmp";
const START_MS = 240_000;
/** The head, and everything with it once who started it is gone. */
const SCRIPT = `"$0" "$@" || exit 1; while kill -0 "$SWIRL_RAY_OWNER" 2>/dev/null; do sleep 1; done; kill -KILL 0`;

export type TestRay = {
  /** The dashboard, as in http://127.0.0.1:8265 */
  address: string;
  /** The group of all its processes but the jobs' own */
  pid: number;
  /** An empty folder for jobs and checkpoints */
  storage: string;
  /** Sends a signal to all its processes at once: SIGKILL is a machine that goes down */
  kill: (signal: NodeJS.Signals) => void;
  /** Kills the dashboard alone, as by kill -9; jobs go on */
  killDashboard: () => Promise<void>;
  /** Brings it back at the same address; resolves once it answers */
  restartDashboard: () => Promise<void>;
  stop: () => Promise<void>;
};

export type TestRayOptions = {
  log?: (line: string) => void;
  /** Requests then need it as their bearer token */
  token?: string;
  /** Where another head was: Ray that comes back */
  port?: number;
  /** Kept when it stops */
  storage?: string;
  cpus?: number;
};

/** Takes 15 seconds, minutes where the machine is busy: give the hook that calls it 300. Needs `testPython`. */
export async function startRay(options: TestRayOptions = {}): Promise<TestRay> {
  if (testPython === null) throw new Error("There is no Python with Ray here: name one in SWIRL_PYTHON.");
  const [free = 0, client = 0] = await freePorts(2);
  const port = options.port ?? free;
  const folder = mkdtempSync(`${SHORT}/swirl-ray-`);
  const storage = options.storage ?? path.join(folder, "storage");
  await mkdir(storage, { recursive: true });
  const arguments_ = rayArguments({
    ports: { dashboard: port, client },
    folder: path.join(folder, "t"),
    cpus: options.cpus ?? 2,
  });
  const env = environment(options.token);
  const ray = path.join(path.dirname(testPython), "ray");
  const leader = spawn("/bin/sh", ["-c", SCRIPT, ray, ...arguments_], { detached: true, env, stdio: "pipe" });
  const said: string[] = [];
  for (const stream of [leader.stdout, leader.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      said.push(text);
      options.log?.(text.trimEnd());
    });
  const pid = leader.pid ?? 0;
  const address = `http://127.0.0.1:${port}`;
  let dashboard: StoppedDashboard | null = null;
  const groups = () => [pid, ...(dashboard?.revived === undefined ? [] : [dashboard.revived])];
  const stop = async () => {
    await endGroups(groups(), folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    await answer(address, options.token, () => leader.exitCode !== null);
  } catch (error) {
    await stop();
    throw new Error(`Ray did not start: ${said.join("").slice(-2_000)}`, { cause: error });
  }
  return {
    address,
    pid,
    storage,
    stop,
    kill: (signal) => {
      for (const group of groups()) process.kill(-group, signal);
    },
    killDashboard: async () => {
      dashboard = await killDashboard(groups());
    },
    restartDashboard: async () => {
      if (!dashboard) throw new Error("The dashboard was not killed.");
      reviveDashboard(dashboard, env);
      await answer(address, options.token, () => false);
    },
  };
}

function environment(token: string | undefined): NodeJS.ProcessEnv {
  return {
    ...process.env,
    ...rayEnvironment(),
    SWIRL_RAY_OWNER: String(process.pid),
    ...(token === undefined ? {} : { RAY_AUTH_MODE: "token", RAY_AUTH_TOKEN: token }),
  };
}

/** Until a node has joined and takes jobs. */
async function answer(address: string, token: string | undefined, isOver: () => boolean): Promise<void> {
  const limit = Date.now() + START_MS;
  const headers = token === undefined ? undefined : { authorization: `Bearer ${token}` };
  for (;;) {
    if (isOver()) throw new Error("Its processes ended.");
    const text = await fetch(`${address}/nodes?view=summary`, { headers }).then(
      (response) => response.text(),
      () => "",
    );
    if (text.includes('"state": "ALIVE"')) return;
    if (Date.now() > limit) throw new Error("No node joined in time.");
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
