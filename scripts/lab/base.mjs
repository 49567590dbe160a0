// The lab's base model: pre-trained once from scratch, kept under its size and seed.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import readline from "node:readline";
import { duration, Sentence } from "../sentence.mjs";

/** Minutes on two cores, in words. */
const TIMES = /** @type {Record<string, string>} */ ({
  tiny: "about a minute",
  small: "two to three minutes",
  medium: "about eight minutes",
  larger: "about half an hour",
});
const SAY_EVERY_MS = 10_000;

/** @typedef {{ python: string, trainer: string, storage: string, log: (line: string) => void, signal?: AbortSignal }} Context */

/** The model's folder below the storage, which is also the name under which it is served. @param {string} size @param {number} seed */
export function baseName(size, seed) {
  return ["base", size === "small" ? "" : size, seed === 1 ? "" : String(seed)].filter(Boolean).join("-");
}

/**
 * Pre-trains it unless it is there.
 * @param {Context} context @param {{ size: string, seed: number }} options
 * @returns {Promise<{ name: string, folder: string }>}
 */
export async function ensureBase(context, { size, seed }) {
  const name = baseName(size, seed);
  const folder = path.join(context.storage, name);
  if (fs.existsSync(path.join(folder, "config.json"))) return { name, folder };
  const { log } = context;
  log(`Pre-training the base model from scratch (${size}): ${TIMES[size]} on two cores, done once, a few MB on disk`);
  const begun = Date.now();
  // Under another name until it is whole.
  const unfinished = `${folder}.unfinished`;
  fs.rmSync(unfinished, { recursive: true, force: true });
  const args = ["-m", "swirl_lab", "pretrain", "--out", unfinished, "--size", size, "--seed", String(seed)];
  let saidAt = Date.now();
  await runPython(context, args, (line) => {
    if (line.includes('"start"') || Date.now() - saidAt < SAY_EVERY_MS) return;
    saidAt = Date.now();
    log(`  ${describeProgress(line)}`);
  });
  fs.renameSync(unfinished, folder);
  log(`The base model is there (${duration(Date.now() - begun)})`);
  return { name, folder };
}

/** @param {string} line JSON, as the pre-training says it @returns {string} */
function describeProgress(line) {
  try {
    const { update, updates, loss } = JSON.parse(line);
    if (typeof update === "number") return `update ${update} of ${updates}, loss ${loss.toFixed(2)}`;
  } catch {
    // Not one of its progress lines.
  }
  return line;
}

/**
 * Runs a Python module of trainer/ to its end and returns its standard output's lines.
 * @param {Context} context @param {string[]} args @param {(line: string) => void} [onLine]
 * @returns {Promise<string[]>}
 */
export function runPython({ python, trainer, signal }, args, onLine) {
  /** @type {string[]} */
  const said = [];
  let complaint = "";
  return new Promise((resolve, reject) => {
    const env = { ...process.env, HF_HUB_OFFLINE: "1", TRANSFORMERS_OFFLINE: "1", TOKENIZERS_PARALLELISM: "false" };
    const child = spawn(python, args, { cwd: trainer, env, signal, stdio: ["ignore", "pipe", "pipe"] });
    readline.createInterface({ input: child.stdout }).on("line", (line) => {
      said.push(line);
      onLine?.(line);
    });
    child.stderr.on("data", (text) => {
      complaint = (complaint + text).slice(-4000);
    });
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(said);
      else
        reject(
          new Sentence(`${complaint.trim()}\n\npython ${args.slice(0, 3).join(" ")} stopped with exit status ${code}.`),
        );
    });
  });
}
