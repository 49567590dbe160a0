// A whole lab in a folder: the base model, the questions, and the processes that serve, judge and train.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { Sentence } from "../sentence.mjs";
import { environmentOf, nodeArguments } from "../studio/process.mjs";
import { ensureBase, runPython } from "./base.mjs";
import { startServices } from "./services.mjs";

/**
 * What the studio is told of a lab: LabPlace of server/lab/place.ts.
 * @typedef {{ storage: string, python: string, ray: string, models: string, teacher: string, base: string,
 *   weightsHash: string }} LabPlace
 */

/**
 * @param {{ root: string, python: string, storage: string, log: (line: string) => void, signal?: AbortSignal }} options
 * @param {import("./options.mjs").LabOptions} lab
 * @returns {Promise<{ place: LabPlace, stop: () => Promise<void> }>}
 */
export async function bringUpLab({ root, python, storage, log, signal }, lab) {
  fs.mkdirSync(storage, { recursive: true });
  const context = { root, python, trainer: path.join(root, "trainer"), storage, log, signal };
  const base = await ensureBase(context, lab);
  const questions = ["--out", path.join(storage, "questions"), "--collection", lab.collection ?? "lab"];
  await runPython(context, ["-m", "swirl_lab", "questions", ...questions]);
  const [weightsHash = ""] = await runPython(context, ["-m", "swirl_trainer", "hash", base.folder]);
  log("Starting Ray, the models' server and the teacher …");
  const { addresses, stop } = await startServices(context, lab);
  return { place: { storage, python, ...addresses, base: base.name, weightsHash }, stop };
}

/**
 * Runs server/lab/main.ts on a lab: `register` tells the studio of it, the others go the whole way as well.
 * @param {{ root: string, url: string, signal?: AbortSignal, verb: "register" | "check" | "study" | "record" | "reproduce" }} options
 * @param {LabPlace} place
 * @returns {Promise<string>} its standard output
 */
export function tellStudio({ root, url, signal, verb }, place) {
  const args = nodeArguments(root, "lab/main.ts", [verb, JSON.stringify(place)]);
  const env = environmentOf({ root, isDevelopment: false, databaseUrl: () => url });
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "inherit", "ipc"], signal });
  let said = "";
  child.stdout?.setEncoding("utf8").on("data", (text) => {
    said += text;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0 || said) resolve(said);
      else reject(new Sentence(`The lab's ${verb} stopped with exit status ${code}; the reason stands above.`));
    });
  });
}
