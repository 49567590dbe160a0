// `npm run worker`: one more worker beside a running studio, on this machine or on another that reaches its database.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { complain } from "../sentence.mjs";
import { setUp } from "../setup.mjs";
import { environmentOf, nodeArguments } from "./process.mjs";
import { supervise } from "./supervise.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const WATCH_MS = 2000;
const log = (/** @type {string} */ line) => console.log(line);

export async function main() {
  const asked = new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, resolve);
  });
  try {
    await setUp({ root, log, needsBuild: false });
    const { openDatabase } = await import("../postgres.mjs");
    const { migrate } = await import("../migrate.mjs");
    const database = await openDatabase({ root, log });
    try {
      await migrate({ url: database.url, root, log });
      let { url } = database;
      const worker = supervise({
        name: "worker",
        args: nodeArguments(root, "worker.ts"),
        cwd: root,
        env: () => environmentOf({ root, isDevelopment: false, databaseUrl: () => url }),
        log,
      });
      const watch = setInterval(async () => {
        const revived = await database.revive().catch((error) => log(`The database: ${error.message}`));
        if (!revived || revived === url) return;
        url = revived;
        worker.restart();
      }, WATCH_MS);
      await asked;
      log("Stopping …");
      clearInterval(watch);
      await worker.stop();
    } finally {
      await database.close();
    }
    log("Stopped");
  } catch (error) {
    process.exitCode = complain(error);
  } finally {
    // Whatever might still hold the process has had its chance.
    setTimeout(() => process.exit(), 2000).unref();
  }
}
