// Which processes use the server: the last one to leave stops it. Entries of dead processes count for nothing.
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { isRunning, markOf, readMark } from "../processes.mjs";

/**
 * @param {string} state @param {number} [pid] whose life the entry follows
 * @returns {string} the entry's file
 */
export function enter(state, pid = process.pid) {
  const folder = path.join(state, "users");
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${pid}-${randomBytes(3).toString("hex")}`);
  fs.writeFileSync(file, JSON.stringify(markOf(pid)));
  return file;
}

/** @param {string} file */
export function leave(file) {
  fs.rmSync(file, { force: true });
}

/** @param {string} state */
export function isInUse(state) {
  const folder = path.join(state, "users");
  if (!fs.existsSync(folder)) return false;
  let count = 0;
  for (const name of fs.readdirSync(folder)) {
    const file = path.join(folder, name);
    if (isRunning(readMark(file))) count++;
    else fs.rmSync(file, { force: true });
  }
  return count > 0;
}

/** @param {string} state */
export function forgetAll(state) {
  fs.rmSync(path.join(state, "users"), { recursive: true, force: true });
}
