// The studio's processes, given a database: the web server and the worker, watched over until stop().
import { spawn } from "node:child_process";
import { urlOf, waitForPage } from "./address.mjs";
import { environmentOf, nodeArguments } from "./process.mjs";
import { supervise } from "./supervise.mjs";

const WEB_MAY_FAIL_AT_START = 3;

/** @typedef {{ root: string, isDevelopment: boolean, databaseUrl: () => string, log: (line: string) => void, signal?: AbortSignal }} Studio */

/**
 * Starts web and worker; resolves when the page answers.
 * @param {Studio & { address: import("./address.mjs").Address, env?: NodeJS.ProcessEnv, hasWorker?: boolean }} options
 */
export async function runStudio({ address, env = {}, hasWorker = true, ...studio }) {
  const { root, log } = studio;
  let isStopped = false;
  let isUp = false;
  let hasGivenUp = false;
  const web = supervise({
    name: "web",
    args: nodeArguments(root, "web.ts"),
    cwd: root,
    env: () => ({ ...environmentOf(studio), HOST: address.host, PORT: String(address.port), ...env }),
    log,
    shouldGiveUp: (failures) => {
      hasGivenUp = !isUp && failures >= WEB_MAY_FAIL_AT_START;
      return hasGivenUp;
    },
  });
  const workerOptions = {
    name: "worker",
    args: nodeArguments(root, "worker.ts"),
    cwd: root,
    env: () => ({ ...environmentOf(studio), ...env }),
    log,
  };
  const worker = hasWorker ? supervise(workerOptions) : null;
  const stop = async (/** @type {number} */ patience) => {
    isStopped = true;
    await Promise.all([web.stop(patience), worker?.stop(patience)]);
  };
  const url = urlOf(address);
  const isReady = waitForPage(url, () => isStopped || hasGivenUp).then((answered) => {
    isUp = answered;
    return answered;
  });
  const restart = () => {
    web.restart();
    worker?.restart();
  };
  return { url, isReady, stop, restart, restartWeb: web.restart };
}

/**
 * Loads the sample pool if this database has never seen data.
 * @param {Studio} studio @returns {Promise<void>}
 */
export function loadSample(studio) {
  return new Promise((resolve) => {
    const args = nodeArguments(studio.root, "cli.ts", ["sample", "load", "--if-first-start"]);
    const child = spawn(process.execPath, args, {
      cwd: studio.root,
      env: environmentOf(studio),
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      signal: studio.signal,
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (text) => (said += text));
    child.once("error", () => {});
    child.once("close", (code) => {
      const lines = said.trim().split("\n").filter(Boolean);
      if (studio.signal?.aborted) return resolve();
      if (code === 0) for (const line of lines) studio.log(line);
      else studio.log(`The sample pool could not be loaded: ${lines.at(-1) ?? `exit status ${code}`}`);
      resolve();
    });
  });
}
