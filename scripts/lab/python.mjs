// The Python of the lab and of the tests: a virtual environment under .data/python with pinned packages.
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { withLock } from "../lock.mjs";
import { duration, Sentence } from "../sentence.mjs";
import { install } from "./pip.mjs";
import { findBasePython, hasPip, runs } from "./python-version.mjs";

/** @typedef {(line: string) => void} Log */

const REQUIREMENTS = ["requirements.txt", "requirements-lab.txt", "constraints.txt"];
/** Bytes: what the packages take on disk without CUDA, and with it, measured on Linux. */
const NEEDS = 3e9;
const NEEDS_WITH_CUDA = 10e9;

/**
 * The interpreter that has every package of trainer/requirements*.txt; installs them first where they are missing.
 * SWIRL_PYTHON names another one, which is taken as it is. Safe to call from several processes at once.
 * @param {{ root: string, log?: Log, signal?: AbortSignal }} options
 * @returns {Promise<string>}
 */
export async function findPython({ root, log = () => {}, signal }) {
  const named = process.env.SWIRL_PYTHON?.trim();
  if (named) {
    if (runs(named)) return named;
    throw new Sentence(`SWIRL_PYTHON=${named} does not run: name a Python interpreter, or unset it.`);
  }
  const venv = path.join(root, ".data", "python");
  const python = path.join(venv, "bin", "python");
  const isComplete = () => read(path.join(venv, "swirl-stamp")) === stampOf(root) && runs(python);
  if (isComplete()) return python;
  fs.mkdirSync(path.join(root, ".data"), { recursive: true });
  const onWait = (/** @type {number | undefined} */ pid) =>
    log(`Waiting for another set-up of Python to finish${pid ? ` (process ${pid})` : ""}`);
  await withLock(
    path.join(root, ".data", "python.lock"),
    async () => {
      if (!isComplete()) await make({ root, venv, python, log, signal });
    },
    { onWait },
  );
  return python;
}

/** @param {{ root: string, venv: string, python: string, log: Log, signal?: AbortSignal }} options */
async function make({ root, venv, python, log, signal }) {
  const begun = Date.now();
  const stamp = path.join(venv, "swirl-stamp");
  const wanted = stampOf(root);
  // Gone while installing: an installation that is interrupted counts for nothing.
  fs.rmSync(stamp, { force: true });
  const base = hasPip(python) ? null : findBasePython();
  log(
    `Setting up Python in ${venv}: about 600 MB to download and 2 GB on disk, some minutes; done once. ` +
      "Removing that folder undoes it.",
  );
  checkDisk(root, log);
  await install({ base, venv, python, trainer: path.join(root, "trainer"), files: REQUIREMENTS, log, signal });
  fs.writeFileSync(stamp, wanted);
  log(`Python is set up (${duration(Date.now() - begun)})`);
}

/** @param {string} root @param {Log} log */
function checkDisk(root, log) {
  const { bavail, bsize } = fs.statfsSync(root);
  const free = bavail * bsize;
  const gigabytes = (/** @type {number} */ bytes) => `${(bytes / 1e9).toFixed(1)} GB`;
  if (free < NEEDS) {
    throw new Sentence(
      `Python's packages need ${gigabytes(NEEDS)} and the disk of ${root} has ${gigabytes(free)} free: make room first.`,
    );
  }
  if (process.platform !== "linux" || process.env.SWIRL_TORCH_INDEX) return;
  const warning = free < NEEDS_WITH_CUDA ? `, and only ${gigabytes(free)} are free` : "";
  log(
    `On Linux, pip may take PyTorch with CUDA: gigabytes more (up to ${gigabytes(NEEDS_WITH_CUDA)} in all${warning}). ` +
      "The lab needs no GPU: SWIRL_TORCH_INDEX=https://download.pytorch.org/whl/cpu takes the small build.",
  );
}

/** A virtual environment holds absolute paths: one that was moved counts for nothing. @param {string} root */
function stampOf(root) {
  const hash = createHash("sha256").update(root);
  for (const name of REQUIREMENTS) hash.update(`\0${name}\0`).update(fs.readFileSync(path.join(root, "trainer", name)));
  return hash.digest("hex");
}

/** @param {string} file */
function read(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
