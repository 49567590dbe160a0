// `npm run lab`: the whole loop for real on this machine, registered in the studio; stays until Ctrl-C.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { complain, duration } from "../sentence.mjs";
import { setUp } from "../setup.mjs";
import { bringUpLab, tellStudio } from "./bring-up.mjs";
import { HELP, readOptions } from "./options.mjs";
import { findPython } from "./python.mjs";
import { checkPorts } from "./services.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const storage = path.join(root, ".data", "lab");
const log = (/** @type {string} */ line) => console.log(line);

/** @param {string[]} args */
export async function main(args) {
  const begun = Date.now();
  const stopping = new AbortController();
  const { signal } = stopping;
  const asked = new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  for (const name of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.on(name, () => stopping.abort());
  try {
    const options = readOptions(args);
    if (options === null) return log(HELP);
    await checkPorts(options.ports);
    await setUp({ root, log, needsBuild: false, signal });
    const python = await findPython({ root, log, signal });
    const { openDatabase } = await import("../postgres.mjs");
    const { migrate } = await import("../migrate.mjs");
    const database = await openDatabase({ root, log });
    try {
      await migrate({ url: database.url, root, log });
      const lab = await bringUpLab({ root, python, storage, log, signal }, options);
      try {
        await tellStudio({ root, url: database.url, signal, verb: "register" }, lab.place);
        log(whatNext(lab.place, options, Date.now() - begun));
        await asked;
      } finally {
        if (signal.aborted) log("Stopping …");
        await lab.stop();
      }
    } finally {
      await database.close();
    }
    log("Stopped");
  } catch (error) {
    if (signal.aborted) log("Stopped");
    else process.exitCode = complain(error);
  } finally {
    // Whatever might still hold the process has had its chance.
    setTimeout(() => process.exit(), 2000).unref();
  }
}

/**
 * @param {import("./bring-up.mjs").LabPlace} place @param {import("./options.mjs").LabOptions} options
 * @param {number} took milliseconds
 */
function whatNext({ ray, models, teacher, base }, { errorRate, isShuffled }, took) {
  const rules = isShuffled ? "rules by chance" : `rules wrongly on ${(100 * errorRate).toFixed(1)} % of steps`;
  const model = base.replace(/^base-?/, "Lab base ").trim();
  return `
The lab is up (${duration(took)}). Ctrl-C ends it; npm run lab brings it back with all that was trained.
  Ray      ${ray}
  models   ${models}/v1
  teacher  ${teacher}/v1 (${rules})

In the studio (npm start in another terminal):
  1. Rollouts → New: question set "Lab arithmetic, train", model "${model}".
  2. On its page "Judge these": endpoint "Lab teacher", template as it is.
  3. Training → New: that judging run, mode process, base model "${model}", engine "Lab Ray", judge "Lab teacher".
  4. The finished checkpoint is a model that is served: Rollouts → New with "Lab arithmetic, held-out".
More in docs/lab.md.`;
}
