// The database of a checkout: the server that DATABASE_URL names, or an embedded PostgreSQL that several processes share.
//
//   node scripts/postgres.mjs url     starts the embedded server, leaves it running, prints its URL
//   node scripts/postgres.mjs stop    stops it
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { withLock } from "./lock.mjs";
import { ensureDatabase } from "./postgres/connect.mjs";
import { findPlace, findThrowAwayPlace, stateOf } from "./postgres/place.mjs";
import { findRunning, initialise, ROLE, start, stop } from "./postgres/server.mjs";
import { enter, forgetAll, isInUse, leave } from "./postgres/users.mjs";
import { complain } from "./sentence.mjs";

/**
 * revive() starts the embedded server again if it has died, and returns its URL only then.
 * @typedef {{ url: string, close: () => Promise<void>, revive: () => Promise<string | null> }} Database
 */

/**
 * Opens the database of a checkout. close() stops the embedded server if nobody else uses it.
 * @param {{ root: string, name?: string, log?: (line: string) => void, given?: string }} options
 * @returns {Promise<Database>}
 */
export async function openDatabase({ root, name = "swirl", log = () => {}, given = process.env.DATABASE_URL }) {
  if (given) {
    await ensureDatabase(given);
    return { url: given, close: async () => {}, revive: async () => null };
  }
  const opened = await openEmbedded(root, log);
  const url = urlOf(opened.password, opened.port, name);
  try {
    await ensureDatabase(url);
  } catch (error) {
    await opened.close();
    throw error;
  }
  const revive = async () => {
    const port = await opened.revive();
    return port === null ? null : urlOf(opened.password, port, name);
  };
  return { url, close: opened.close, revive };
}

/** @param {string} root @param {(line: string) => void} log */
async function openEmbedded(root, log) {
  const cluster = findPlace(root);
  const state = stateOf(root);
  const lock = path.join(state, "lock");
  const { running, entry } = await withLock(lock, async () => {
    if (!fs.existsSync(path.join(cluster.data, "PG_VERSION"))) log(`Creating the database in ${cluster.data}`);
    initialise(cluster);
    const running = await start(cluster, log);
    return { running, entry: enter(state) };
  });
  const close = () =>
    withLock(lock, async () => {
      leave(entry);
      if (!isInUse(state)) await stop(cluster.data);
    });
  const revive = async () => {
    if (findRunning(cluster.data)) return null;
    return withLock(lock, async () => (await start(cluster, log)).port);
  };
  return { port: running.port, password: cluster.password, close, revive };
}

/**
 * A server in a temporary folder, for tests: fast, and gone after close().
 * @param {{ root: string }} options
 * @returns {Promise<{ url: string, urlOf: (name: string) => string, close: () => Promise<void> }>}
 */
export async function openThrowAwayServer({ root }) {
  const cluster = findThrowAwayPlace(root);
  const state = path.dirname(cluster.portFile);
  const close = async () => {
    await stop(cluster.data);
    fs.rmSync(state, { recursive: true, force: true });
  };
  try {
    initialise(cluster);
    const { port } = await start(cluster, () => {});
    const named = (/** @type {string} */ name) => urlOf(cluster.password, port, name);
    return { url: named("postgres"), urlOf: named, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** @param {string} password @param {number} port @param {string} name */
function urlOf(password, port, name) {
  return `postgresql://${ROLE}:${password}@127.0.0.1:${port}/${name}?sslmode=disable`;
}

/** @param {string} root */
async function leaveRunning(root) {
  const { url, close } = await openDatabase({ root, log: (line) => console.error(line), given: "" });
  const running = findRunning(findPlace(root).data);
  // An entry that lives as long as the server itself: whoever else comes and goes does not stop it.
  if (running) enter(stateOf(root), running.pid);
  await close();
  console.log(url);
}

/** @param {string} root */
async function stopNow(root) {
  const state = stateOf(root);
  await withLock(path.join(state, "lock"), async () => {
    forgetAll(state);
    await stop(findPlace(root).data);
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(fs.realpathSync(process.argv[1])).href) {
  const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
  const command = process.argv[2];
  try {
    if (command === "url") await leaveRunning(root);
    else if (command === "stop") await stopNow(root);
    else console.error("Usage: node scripts/postgres.mjs url | stop");
    process.exitCode = command === "url" || command === "stop" ? 0 : 2;
  } catch (error) {
    process.exitCode = complain(error);
  }
}
