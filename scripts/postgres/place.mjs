// Where a checkout's database lives: under its .data/, or where PostgreSQL's user can reach it.
import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { isRunning, markOf, readMark } from "../processes.mjs";
import { Sentence } from "../sentence.mjs";
import { canEnter, chooseUser, findNative, reachableNative, SHARED_PLACE } from "./native.mjs";
import { findRunning } from "./server.mjs";

/** @typedef {import("./server.mjs").Cluster} Cluster */

const SETTINGS = {
  shared_buffers: "256MB",
  effective_cache_size: "1GB",
  work_mem: "16MB",
  maintenance_work_mem: "256MB",
  max_wal_size: "4GB",
  min_wal_size: "256MB",
  checkpoint_timeout: "15min",
  wal_compression: "pglz",
  random_page_cost: "1.1",
  jit: "off",
  max_connections: "100",
  timezone: "UTC",
  log_timezone: "UTC",
  log_checkpoints: "off",
};

const THROW_AWAY_SETTINGS = {
  ...SETTINGS,
  shared_buffers: "128MB",
  fsync: "off",
  full_page_writes: "off",
  synchronous_commit: "off",
  max_wal_size: "1GB",
  min_wal_size: "80MB",
};

/** The folder that holds what we know about the database: lock, users, port, password. @param {string} root */
export function stateOf(root) {
  return path.join(root, ".data", "postgres");
}

/** @param {string} root @returns {Cluster} */
export function findPlace(root) {
  const state = stateOf(root);
  makeFolder(state);
  const home = readPointer(root, state) ?? state;
  const user = chooseUser(path.join(home, "data"));
  const native = reachableNative(findNative(root), user);
  const data = path.join(canEnter(home, user) ? home : moveHome(root, state), "data");
  return cluster(state, data, native, user, false);
}

/** A place for a cluster that nobody will miss. @param {string} root @returns {Cluster} */
export function findThrowAwayPlace(root) {
  sweep();
  const name = `swirl-studio-test-${randomBytes(5).toString("hex")}`;
  let state = path.join(os.tmpdir(), name);
  const user = chooseUser(path.join(state, "data"));
  const native = reachableNative(findNative(root), user);
  makeFolder(state);
  if (!canEnter(state, user)) {
    fs.rmSync(state, { recursive: true });
    state = path.join(SHARED_PLACE, name);
    makeFolder(state);
  }
  fs.writeFileSync(path.join(state, "owner"), JSON.stringify(markOf()));
  return cluster(state, path.join(state, "data"), native, user, true);
}

/**
 * @param {string} state @param {string} data @param {string} native
 * @param {import("./native.mjs").RunAs} user @param {boolean} isThrowAway
 * @returns {Cluster}
 */
function cluster(state, data, native, user, isThrowAway) {
  /** @type {Record<string, string>} */
  const settings = { ...(isThrowAway ? THROW_AWAY_SETTINGS : SETTINGS) };
  // Containers often come with 64 MB here, and a parallel query then fails.
  const shared = fs.existsSync("/dev/shm") ? fs.statfsSync("/dev/shm") : null;
  if (shared && shared.blocks * shared.bsize < 512e6) settings.dynamic_shared_memory_type = "mmap";
  return { data, native, user, portFile: path.join(state, "port"), password: passwordOf(state), settings, isThrowAway };
}

/** @param {string} folder */
function makeFolder(folder) {
  try {
    fs.mkdirSync(folder, { recursive: true, mode: 0o755 });
    fs.accessSync(folder, fs.constants.W_OK);
  } catch (error) {
    throw new Sentence(`${folder} cannot be written: start as the user who made it, or move it away.`, {
      cause: error,
    });
  }
}

/** @param {string} state */
function passwordOf(state) {
  const file = path.join(state, "password");
  try {
    if (!fs.existsSync(file)) fs.writeFileSync(file, randomBytes(18).toString("base64url"), { mode: 0o600 });
    return fs.readFileSync(file, "utf8").trim();
  } catch (error) {
    throw new Sentence(`${file} cannot be read: start as the user who made it.`, { cause: error });
  }
}

/** @param {string} root @param {string} state @returns {string | null} */
function readPointer(root, state) {
  let home;
  try {
    home = JSON.parse(fs.readFileSync(path.join(state, "location.json"), "utf8")).home;
  } catch {
    return null;
  }
  if (!fs.existsSync(path.join(home, "data", "PG_VERSION"))) return null;
  // A checkout that was copied points at the data of the one it was copied from.
  const owner = fs.existsSync(path.join(home, "checkout"))
    ? fs.readFileSync(path.join(home, "checkout"), "utf8")
    : root;
  if (owner !== root && fs.existsSync(path.join(owner, ".data", "postgres", "location.json"))) return null;
  return home;
}

/** @param {string} root @param {string} state */
function moveHome(root, state) {
  const home = path.join(SHARED_PLACE, createHash("sha256").update(root).digest("hex").slice(0, 12));
  makeFolder(home);
  for (const folder of [SHARED_PLACE, home]) fs.chmodSync(folder, 0o755);
  const before = path.join(state, "data");
  const after = path.join(home, "data");
  if (fs.existsSync(before) && !fs.existsSync(after)) moveData(before, after);
  fs.writeFileSync(path.join(home, "checkout"), root);
  const why = "The PostgreSQL user cannot enter this folder, so the data is kept there.";
  fs.writeFileSync(path.join(state, "location.json"), `${JSON.stringify({ home, why }, null, 2)}\n`);
  return home;
}

/** @param {string} before @param {string} after */
function moveData(before, after) {
  if (findRunning(before)) throw new Sentence(`Stop the studio that uses ${before} first, so that its data can move.`);
  try {
    fs.renameSync(before, after);
  } catch {
    throw new Sentence(
      `PostgreSQL's user cannot enter ${before} any more: let others enter the folders above it, or move it to ${after}.`,
    );
  }
}

/** Removes what killed test runs left behind. */
function sweep() {
  for (const place of [os.tmpdir(), SHARED_PLACE]) {
    if (!fs.existsSync(place)) continue;
    for (const name of fs.readdirSync(place)) {
      if (!name.startsWith("swirl-studio-test-")) continue;
      const owner = readMark(path.join(place, name, "owner"));
      if (!owner || isRunning(owner)) continue;
      const running = findRunning(path.join(place, name, "data"));
      try {
        if (running) process.kill(running.pid, "SIGQUIT");
        fs.rmSync(path.join(place, name), { recursive: true, force: true });
      } catch {
        // Another user's, or still stopping: the next run finds it.
      }
    }
  }
}
