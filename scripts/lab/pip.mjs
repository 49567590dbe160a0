// Makes a virtual environment and has pip fill it, saying how far it is.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import readline from "node:readline";
import { duration, Sentence } from "../sentence.mjs";

const SAY_EVERY_MS = 15_000;
const KEPT_LINES = 400;

/**
 * @param {object} options
 * @param {string | null} options.base the Python to make the environment from; null: there is one already
 * @param {string} options.venv @param {string} options.python its interpreter
 * @param {string} options.trainer the folder of the requirement files
 * @param {string[]} options.files the last one holds the constraints
 * @param {(line: string) => void} options.log @param {AbortSignal} [options.signal]
 */
export async function install({ base, venv, python, trainer, files, log, signal }) {
  const context = { log, signal, file: path.join(path.dirname(venv), "python.log") };
  fs.writeFileSync(context.file, "");
  if (base) await makeEnvironment(base, venv, context);
  const requirements = files.slice(0, -1).flatMap((name) => ["-r", path.join(trainer, name)]);
  const constraints = ["-c", path.join(trainer, files.at(-1) ?? "")];
  const index = process.env.SWIRL_TORCH_INDEX?.trim();
  const args = ["-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--progress-bar", "off"];
  const more = index ? ["--extra-index-url", index] : [];
  const { isOk, lines } = await runLoudly(python, [...args, ...more, ...requirements, ...constraints], context);
  if (isOk) return;
  const complaint = lines.filter((line) => !line.startsWith("WARNING")).slice(-12);
  const hint = complaint.some((line) => /connection|resolve host|name resolution|timed out|unreachable/i.test(line))
    ? "the package index could not be reached: check the network or pip's settings"
    : "pip could not install the packages";
  throw new Sentence(
    `${complaint.join("\n")}\n\nSetting up Python stopped: ${hint} (the whole output is in ${context.file}).`,
  );
}

/** @param {string} base @param {string} venv @param {Context} context */
async function makeEnvironment(base, venv, context) {
  const { isOk, lines } = await runLoudly(base, ["-m", "venv", "--clear", venv], context);
  if (isOk) return;
  const hint = lines.some((line) => /ensurepip|No module named venv/.test(line))
    ? "its venv module is missing: install it (on Debian and Ubuntu, the package python3-venv)"
    : `${base} -m venv failed`;
  throw new Sentence(`${lines.slice(-8).join("\n")}\n\nSetting up Python stopped: ${hint}.`);
}

/** @typedef {{ log: (line: string) => void, signal?: AbortSignal, file: string }} Context */

/**
 * Shows what is downloaded, and at least every fifteen seconds that it still works.
 * @param {string} program @param {string[]} args @param {Context} context
 * @returns {Promise<{ isOk: boolean, lines: string[] }>}
 */
function runLoudly(program, args, { log, signal, file }) {
  const begun = Date.now();
  let saidAt = begun;
  let doing = "working";
  /** @type {string[]} */
  const lines = [];
  const say = (/** @type {string} */ line) => {
    saidAt = Date.now();
    log(`  ${line}`);
  };
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], signal });
    const beat = setInterval(() => {
      if (Date.now() - saidAt >= SAY_EVERY_MS) say(`still ${doing} (${duration(Date.now() - begun)})`);
    }, 1000);
    for (const stream of [child.stdout, child.stderr]) {
      readline.createInterface({ input: stream }).on("line", (line) => {
        fs.appendFileSync(file, `${line}\n`);
        lines.push(line);
        if (lines.length > KEPT_LINES) lines.shift();
        const name = /^Collecting (\S+)/.exec(line)?.[1];
        if (name) doing = `looking for ${name}`;
        // Only what one waits for: a package of megabytes.
        if (/^\s*Downloading .*MB\)/.test(line)) say(line.trim());
        if (line.startsWith("Installing collected packages")) {
          doing = "unpacking";
          say("Unpacking the packages");
        }
      });
    }
    const finish = (/** @type {boolean} */ isOk) => {
      clearInterval(beat);
      resolve({ isOk, lines });
    };
    child.once("error", (error) => {
      lines.push(error.message);
      finish(false);
    });
    child.once("close", (code) => finish(code === 0));
  });
}
