// A studio of its own for the browser tests: throw-away database, free port, a pool to look at.
import { execFile } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { migrate } from "../migrate.mjs";
import { ensureDatabase } from "../postgres/connect.mjs";
import { openThrowAwayServer } from "../postgres.mjs";
import { Sentence } from "../sentence.mjs";
import { findFreePort } from "../studio/address.mjs";
import { environmentOf, nodeArguments } from "../studio/process.mjs";
import { loadSample, runStudio } from "../studio/run.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/**
 * @param {{ env?: Record<string, string>, host?: string, databaseUrl?: string, pool?: "toy" | "sample" | "none", hasWorker?: boolean }} [options]
 *   databaseUrl: the database of another studio, to put a second door before it;
 *   pool: what is in it: the toy pool of the tests, or the sample pool of a first start;
 *   hasWorker: false for one whose runs stand as a test wrote them
 */
export async function openTestStudio({
  env = {},
  host = "127.0.0.1",
  databaseUrl,
  pool = "toy",
  hasWorker = true,
} = {}) {
  const server = databaseUrl ? null : await openThrowAwayServer({ root });
  const url = databaseUrl ?? server?.urlOf("swirl") ?? "";
  /** @type {Awaited<ReturnType<typeof runStudio>> | undefined} */
  let running;
  const close = async () => {
    await running?.stop(3000);
    await server?.close();
  };
  try {
    const log = (/** @type {string} */ line) => console.log(`[studio] ${line}`);
    const studio = { root, isDevelopment: false, databaseUrl: () => url, log };
    if (server) {
      await ensureDatabase(url);
      await migrate({ url, root });
      if (pool === "sample") await loadSample(studio);
      if (pool === "toy") await loadToyPool(studio);
    }
    const address = { host, port: await findFreePort() };
    running = await runStudio({ ...studio, address, env, hasWorker: hasWorker && server !== null });
    if (!(await running.isReady)) throw new Sentence("The studio for the browser tests did not start.");
    /** As a crash leaves it; the database goes on. */
    const kill = async () => running?.stop(0);
    return { url: running.url, databaseUrl: url, close, kill };
  } catch (error) {
    await close();
    throw error;
  }
}

/** @param {import("../studio/process.mjs").Surroundings} studio */
async function loadToyPool(studio) {
  await promisify(execFile)(process.execPath, nodeArguments(root, "testing/toy-pool/main.ts"), {
    cwd: root,
    env: environmentOf(studio),
  });
}
