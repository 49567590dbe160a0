// One process at a time: a lock file that names its holder, so that a dead holder's lock is taken over.
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import { isRunning, markOf, readMark } from "./processes.mjs";
import { sleep } from "./sentence.mjs";

/** A lock file is written just after it is created; an empty one this old was left by a death in between. */
const EMPTY_IS_DEAD_AFTER_MS = 3000;

/**
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {{ onWait?: (pid: number | undefined) => void }} [options]
 * @returns {Promise<T>}
 */
export async function withLock(file, work, { onWait } = {}) {
  const ticket = randomBytes(6).toString("hex");
  let isWaiting = false;
  while (!take(file, ticket)) {
    const holder = readMark(file);
    if (isDead(file, holder)) {
      steal(file, holder);
      continue;
    }
    if (!isWaiting) onWait?.(holder?.pid);
    isWaiting = true;
    await sleep(50);
  }
  try {
    return await work();
  } finally {
    if (ticketOf(readMark(file)) === ticket) fs.rmSync(file, { force: true });
  }
}

/** @param {string} file @param {string} ticket */
function take(file, ticket) {
  try {
    fs.writeFileSync(file, JSON.stringify({ ...markOf(), ticket }), { flag: "wx" });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
    throw error;
  }
}

/** @param {string} file @param {ReturnType<typeof readMark>} holder */
function isDead(file, holder) {
  if (holder) return !isRunning(holder);
  try {
    return Date.now() - fs.statSync(file).mtimeMs > EMPTY_IS_DEAD_AFTER_MS;
  } catch {
    return false;
  }
}

/**
 * Two waiters may see the same dead holder. The rename picks one of them; whoever finds a living lock in its hands
 * puts it back.
 * @param {string} file @param {ReturnType<typeof readMark>} holder
 */
function steal(file, holder) {
  const aside = `${file}.${process.pid}.${randomBytes(3).toString("hex")}`;
  try {
    fs.renameSync(file, aside);
  } catch {
    return;
  }
  const taken = readMark(aside);
  if (taken && ticketOf(taken) !== ticketOf(holder)) {
    try {
      fs.linkSync(aside, file);
    } catch {
      // Someone else holds it by now.
    }
  }
  fs.rmSync(aside, { force: true });
}

/** @param {ReturnType<typeof readMark>} mark */
function ticketOf(mark) {
  return /** @type {{ ticket?: string } | null} */ (mark)?.ticket;
}
