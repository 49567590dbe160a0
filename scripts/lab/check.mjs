// `npm run lab:check`, `lab:study` and `lab:record`: the whole loop, on a database and in a folder of its own that are
// gone afterwards.
// Standard output gets one line of JSON, everything else goes to standard error.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { complain, Sentence } from "../sentence.mjs";
import { setUp } from "../setup.mjs";
import { environmentOf, nodeArguments } from "../studio/process.mjs";
import { supervise } from "../studio/supervise.mjs";
import { bringUpLab, tellStudio } from "./bring-up.mjs";
import { freePorts } from "./free-ports.mjs";
import { findPython } from "./python.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const log = (/** @type {string} */ line) => console.error(line);

/** @typedef {"check" | "study" | "record"} Verb */

/** How each lab is made. The recording needs a model that searches, and a second judge that is plainly worse. */
const LABS = /** @type {const} */ ({
  check: { size: "tiny", seed: 1, errorRate: 0.03 },
  study: { size: "tiny", seed: 1, errorRate: 0.03 },
  record: { size: "medium", seed: 1, errorRate: 0.03, errorRates: { "teacher-2": 0.12 }, collection: "sample" },
});

/** @param {Verb} verb */
export async function main(verb) {
  const stopping = new AbortController();
  for (const name of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.on(name, () => stopping.abort());
  try {
    await setUp({ root, log, needsBuild: false, signal: stopping.signal });
    const python = await findPython({ root, log, signal: stopping.signal });
    const begun = Date.now();
    const said = await check(python, stopping.signal, verb);
    if (!said.startsWith("{")) throw new Sentence(`The lab's ${verb} came to no end; the reason stands above.`);
    const result = { ...JSON.parse(said), seconds: Math.round((Date.now() - begun) / 1000) };
    console.log(JSON.stringify(result));
    if (verb !== "check") return;
    const isWell = result.jobStatus === "succeeded" && result.weightsChanged && result.servedCompletion !== null;
    process.exitCode = isWell ? 0 : 1;
  } catch (error) {
    process.exitCode = stopping.signal.aborted ? 130 : complain(error);
  } finally {
    // Whatever might still hold the process has had its chance.
    setTimeout(() => process.exit(), 2000).unref();
  }
}

/** @param {string} python @param {AbortSignal} signal @param {Verb} verb @returns {Promise<string>} */
async function check(python, signal, verb) {
  const { migrate } = await import("../migrate.mjs");
  const { openThrowAwayServer } = await import("../postgres.mjs");
  const { ensureDatabase } = await import("../postgres/connect.mjs");
  const storage = fs.mkdtempSync(path.join(os.tmpdir(), "swirl-lab-check-"));
  const server = await openThrowAwayServer({ root });
  const url = server.urlOf("swirl");
  /** @type {(() => Promise<void>)[]} */
  const endings = [server.close, async () => fs.rmSync(storage, { recursive: true, force: true })];
  try {
    await ensureDatabase(url);
    await migrate({ url, root });
    const [ray = 0, models = 0, teacher = 0, client = 0] = await freePorts(4);
    const ports = { ray, models, teacher, client };
    const made = LABS[verb];
    const lab = await bringUpLab({ root, python, storage, log, signal }, { ...made, isShuffled: false, ports });
    endings.unshift(lab.stop);
    const env = () => environmentOf({ root, isDevelopment: false, databaseUrl: () => url });
    // What it says belongs to standard error, as everything here.
    const args = ["--import", new URL("quiet.mjs", import.meta.url).href, ...nodeArguments(root, "worker.ts")];
    const worker = supervise({ name: "worker", args, cwd: root, env, log });
    endings.unshift(() => worker.stop());
    return await tellStudio({ root, url, signal, verb }, { ...made, ...lab.place });
  } finally {
    for (const end of endings) await end();
  }
}
