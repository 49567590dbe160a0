// The lab's processes: a Ray head, the models' server, the teacher. Watched over until stop().
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Sentence, sleep } from "../sentence.mjs";
import { checkAddress } from "../studio/address.mjs";
import { supervise } from "../studio/supervise.mjs";
import { isRayReady, rayArguments, rayEnvironment } from "./ray.mjs";

const READY_MS = 180_000;
const MAY_FAIL_AT_START = 3;
/** Not by --block: that ends Ray when its server for clients, which nobody needs, was late on a busy machine. */
const WHILE_RAY_LIVES =
  '"$0" "$@" || exit 1; while pgrep -g 0 raylet >/dev/null || ! command -v pgrep >/dev/null; do sleep 2; done';

/** @typedef {import("./options.mjs").LabOptions} LabOptions */
/** @typedef {import("./options.mjs").Ports} Ports */
/** @typedef {{ ray: string, models: string, teacher: string }} Addresses without /v1 */
/**
 * @typedef {object} Context
 * @property {string} root @property {string} python @property {string} storage
 * @property {(line: string) => void} log @property {AbortSignal} [signal]
 */

/** @param {Ports} ports */
export async function checkPorts(ports) {
  for (const port of Object.values(ports)) {
    await checkAddress({ host: "127.0.0.1", port }).catch(() => {
      throw new Sentence(
        `Port ${port} is in use, perhaps by another lab: stop that, or choose four others, such as npm run lab -- --port ${ports.ray + 10}.`,
      );
    });
  }
}

/**
 * Starts all three and resolves once they answer.
 * @param {Context} context @param {LabOptions} options
 * @returns {Promise<{ addresses: Addresses, stop: () => Promise<void> }>}
 */
export async function startServices(context, options) {
  const { ports } = options;
  const at = (/** @type {number} */ port) => `http://127.0.0.1:${port}`;
  const addresses = { ray: at(ports.ray), models: at(ports.models), teacher: at(ports.teacher) };
  const folder = fs.mkdtempSync(path.join(process.platform === "darwin" ? "/private/tmp" : "/tmp", "swirl-lab-"));
  const ray = rayArguments({
    ports: { dashboard: ports.ray, client: ports.client },
    folder: path.join(folder, "ray"),
    cpus: Math.max(2, os.availableParallelism()),
  });
  const serve = ["serve", "--root", context.storage, "--host", "127.0.0.1", "--port", String(ports.models)];
  const teach = ["teacher", "--port", String(ports.teacher), "--error-rate", String(options.errorRate)];
  const started = [
    guard(context, "Ray", ["/bin/sh", "-c", WHILE_RAY_LIVES, path.join(path.dirname(context.python), "ray"), ...ray]),
    guard(context, "model server", [context.python, "-m", "swirl_trainer", ...serve]),
    guard(context, "teacher", [
      ...[context.python, "-m", "swirl_lab", ...teach, "--seed", String(options.seed)],
      ...Object.entries(options.errorRates ?? {}).flatMap(([name, rate]) => ["--error-rate-of", `${name}=${rate}`]),
      ...(options.isShuffled ? ["--shuffled"] : []),
    ]),
  ];
  const stop = async () => {
    await Promise.all(started.map((one) => one.stop()));
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    const checks = [
      () => isRayReady(addresses.ray),
      () => answers(`${addresses.models}/health`),
      () => answers(`${addresses.teacher}/health`),
    ];
    await Promise.all(started.map((one, at) => one.waitUntil(checks[at] ?? (async () => true))));
  } catch (error) {
    await stop();
    throw error;
  }
  return { addresses, stop };
}

/** @param {Context} context @param {string} name @param {string[]} command */
function guard({ root, storage, log, signal }, name, command) {
  const file = path.join(storage, "logs", `${name.replace(" ", "-").toLowerCase()}.log`);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, "");
  let hasGivenUp = false;
  let isUp = false;
  const child = pathToFileURL(path.join(root, "scripts", "studio", "child.mjs")).href;
  const supervised = supervise({
    name,
    args: ["--import", child, path.join(root, "scripts", "lab", "guard.mjs"), file, ...command],
    cwd: path.join(root, "trainer"),
    env: () => ({ ...process.env, ...rayEnvironment(), RAY_JOB_STOP_WAIT_TIME_S: "30", PYTHONUNBUFFERED: "1" }),
    log,
    shouldGiveUp: (failures) => {
      hasGivenUp = !isUp && failures >= MAY_FAIL_AT_START;
      return hasGivenUp;
    },
  });
  const waitUntil = async (/** @type {() => Promise<boolean>} */ isReady) => {
    const limit = Date.now() + READY_MS;
    while (!(await isReady())) {
      signal?.throwIfAborted();
      if (hasGivenUp || Date.now() > limit) {
        const tail = fs.readFileSync(file, "utf8").trim().split("\n").slice(-15).join("\n");
        throw new Sentence(`${tail}\n\nThe lab's ${name} did not start (its whole output is in ${file}).`);
      }
      await sleep(200);
    }
    isUp = true;
  };
  return { stop: supervised.stop, waitUntil };
}

/** @param {string} url @returns {Promise<boolean>} */
function answers(url) {
  return fetch(url, { signal: AbortSignal.timeout(5000) }).then(
    (response) => response.ok,
    () => false,
  );
}
