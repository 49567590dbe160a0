// The trainer's checks: ruff and pytest, with the figures they count. Without Python they count as skipped, and as
// failed where CI is set.
import { spawn } from "node:child_process";
import path from "node:path";
import { findPython } from "../lab/python.mjs";
import { describe } from "../sentence.mjs";
import { countPytest } from "./figures.mjs";

/** @typedef {import("./figures.mjs").Figures} Figures */

/**
 * @param {{ root: string, log: (line: string) => void, report: string, env: NodeJS.ProcessEnv }} options
 *   report: where pytest writes what it counted
 * @returns {Promise<Figures>}
 */
export async function checkTrainer({ root, log, report, env }) {
  const python = await findPython({ root, log }).catch((error) => {
    if (process.env.CI) throw error;
    log(describe(error));
    return null;
  });
  if (python === null) {
    log("Skipped: the trainer's tests, and with them all that need Python or Ray.");
    return { passed: 0, failed: 0, skipped: 1 };
  }
  const offline = { OMP_NUM_THREADS: "1", HF_HUB_OFFLINE: "1", TRANSFORMERS_OFFLINE: "1" };
  const options = { cwd: path.join(root, "trainer"), env: { ...env, ...offline, DATABASE_URL: undefined } };
  const run = (/** @type {string[]} */ args) => succeeds(python, args, options);
  const lint = [await run(["-m", "ruff", "check", "."]), await run(["-m", "ruff", "format", "--check", "."])];
  const isOk = await run(["-m", "pytest", "-q", "--durations=5", `--junitxml=${report}`]);
  const { passed, failed, skipped, failures } = countPytest(report, isOk);
  const clean = lint.filter(Boolean).length;
  return { passed: passed + clean, failed: failed + lint.length - clean, skipped, failures };
}

/** @param {string} program @param {string[]} args @param {{ cwd: string, env: NodeJS.ProcessEnv }} options */
function succeeds(program, args, options) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { ...options, stdio: ["ignore", "inherit", "inherit"] });
    child.once("error", () => resolve(false));
    child.once("close", (code) => resolve(code === 0));
  });
}
