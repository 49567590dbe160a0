// `npm start` and `npm run dev`: from a clone to a page that answers, and back to nothing running.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { complain, duration, Sentence } from "../sentence.mjs";
import { readBuildStamp, setUp } from "../setup.mjs";
import { checkAddress, readAddress } from "./address.mjs";
import { whyNotStart } from "./open-door.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const WATCH_MS = 2000;
/** npm passes the terminal's Ctrl-C on, so one key press may arrive twice. */
const SAME_KEYPRESS_MS = 1500;
const log = (/** @type {string} */ line) => console.log(line);

/** @param {{ isDevelopment: boolean }} options */
export async function main({ isDevelopment }) {
  const begun = Date.now();
  const stopping = listenForStop();
  try {
    const refusal = whyNotStart(process.env);
    if (refusal) throw new Sentence(refusal);
    const address = readAddress(process.env);
    await checkAddress(address);
    await setUp({ root, log, needsBuild: false, signal: stopping.signal });
    const { openDatabase } = await import("../postgres.mjs");
    const { migrate } = await import("../migrate.mjs");
    const { loadSample, runStudio } = await import("./run.mjs");
    const database = await openDatabase({ root, log });
    try {
      const applied = await migrate({ url: database.url, root, log });
      // After the database: one that cannot be reached should be known at once, not after a long build.
      if (!isDevelopment) await setUp({ root, log, needsBuild: true, signal: stopping.signal });
      let { url } = database;
      const studio = { root, isDevelopment, databaseUrl: () => url, log, signal: stopping.signal };
      // After a migration the database may be new, and the first page should have something to show. Otherwise the
      // answer is almost surely "nothing to do", and nobody should wait for it.
      if (applied.length > 0) await loadSample(studio);
      stopping.signal.throwIfAborted();
      const running = await runStudio({ ...studio, address });
      const watchDatabase = setInterval(async () => {
        const revived = await database.revive().catch((error) => log(`The database: ${error.message}`));
        if (!revived) return;
        log("The database had stopped and was started again");
        if (revived !== url) {
          url = revived;
          running.restart();
        }
      }, WATCH_MS);
      const watchBuild = isDevelopment ? undefined : restartAfterBuild(running.restartWeb);
      try {
        const isUp = await Promise.race([running.isReady, stopping.asked.then(() => null)]);
        if (isUp === false) throw new Sentence("The web server did not start; the reason stands above.");
        if (isUp) {
          log(`Swirl Studio is at ${running.url} (${duration(Date.now() - begun)}). Ctrl-C stops it.`);
          if (applied.length === 0) loadSample(studio);
          await stopping.asked;
        }
      } finally {
        clearInterval(watchDatabase);
        clearInterval(watchBuild);
        if (stopping.signal.aborted) log("Stopping …");
        stopping.whenInsisted(() => running.stop(0));
        await running.stop();
      }
    } finally {
      await database.close();
    }
    log("Stopped");
  } catch (error) {
    if (stopping.signal.aborted) log("Stopped");
    else process.exitCode = complain(error);
  } finally {
    // Whatever might still hold the process has had its chance.
    setTimeout(() => process.exit(), 2000).unref();
  }
}

/** Another command, such as npm test, may build newer pages into the folder that we serve. @param {() => void} restart */
function restartAfterBuild(restart) {
  let served = readBuildStamp(root);
  return setInterval(() => {
    const built = readBuildStamp(root);
    if (built === null || built === served) return;
    served = built;
    log("The pages were built anew: starting the web process again");
    restart();
  }, WATCH_MS);
}

function listenForStop() {
  const controller = new AbortController();
  const { signal } = controller;
  /** @type {() => void} */
  let insist = () => {};
  let askedAt = 0;
  /** @type {Promise<void>} */
  const asked = new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
  const listener = () => {
    if (askedAt === 0) {
      askedAt = Date.now();
      controller.abort();
    } else if (Date.now() - askedAt > SAME_KEYPRESS_MS) insist();
  };
  /** @type {NodeJS.Signals[]} */
  const names = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const name of names) process.on(name, listener);
  return {
    asked,
    signal,
    whenInsisted: (/** @type {() => void} */ action) => {
      insist = action;
    },
  };
}
