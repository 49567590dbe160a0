// Which process is meant by a pid: a number alone may belong to someone else by now.
import { execFileSync } from "node:child_process";
import fs from "node:fs";

const isLinux = process.platform === "linux";
const bootId = isLinux ? readOr("/proc/sys/kernel/random/boot_id", "").trim() : "";

/** @param {string} file @param {string} otherwise */
function readOr(file, otherwise) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return otherwise;
  }
}

/**
 * A string that stays the same for the life of one process and differs for the next process with that pid;
 * null if no such process runs. A zombie does not run.
 * @param {number} pid
 * @returns {string | null}
 */
export function identify(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  if (isLinux) {
    const stat = readOr(`/proc/${pid}/stat`, "");
    // The command name may contain spaces and brackets; fields are counted after its closing one.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const state = fields[0];
    if (!stat || state === "Z" || state === "X") return null;
    return `${bootId}:${fields[19]}`;
  }
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EPERM") return null;
  }
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || null;
  } catch {
    return null;
  }
}

/** @typedef {{ pid: number, identity: string }} ProcessMark */

/** @param {number} [pid] @returns {ProcessMark} */
export function markOf(pid = process.pid) {
  return { pid, identity: identify(pid) ?? "" };
}

/** @param {Partial<ProcessMark> | null} mark */
export function isRunning(mark) {
  return typeof mark?.pid === "number" && identify(mark.pid) === mark.identity;
}

/** @param {string} file @returns {Partial<ProcessMark> | null} */
export function readMark(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

/** @param {number} pid @param {NodeJS.Signals} signal */
export function signal(pid, signal) {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}
