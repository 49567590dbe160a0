// bin/swirl: opens the database, runs one command of server/cli.ts, and leaves everything as it was found.
import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { complain } from "./sentence.mjs";
import { setUp } from "./setup.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
/** Standard output belongs to the command. */
const log = (/** @type {string} */ line) => console.error(line);

/** @param {string[]} args */
export async function main(args) {
  try {
    await setUp({ root, log, needsBuild: false });
    const { openDatabase } = await import("./postgres.mjs");
    const { migrate } = await import("./migrate.mjs");
    const database = await openDatabase({ root, log });
    try {
      const applied = await migrate({ url: database.url, root, log });
      if (args[0] === "migrate") {
        if (applied.length === 0) log("The database is up to date");
      } else {
        process.exitCode = await runCommand(database.url, args);
      }
    } finally {
      await database.close();
    }
  } catch (error) {
    process.exitCode = complain(error);
  }
}

/** @param {string} databaseUrl @param {string[]} args @returns {Promise<number>} */
async function runCommand(databaseUrl, args) {
  const { environmentOf, nodeArguments } = await import("./studio/process.mjs");
  const { constants } = await import("node:os");
  const child = spawn(process.execPath, nodeArguments(root, "cli.ts", args), {
    env: environmentOf({ root, isDevelopment: false, databaseUrl: () => databaseUrl }),
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  // The terminal tells the whole group about Ctrl-C: the command decides, and we outlive it to close the database.
  process.on("SIGINT", () => {});
  for (const signal of /** @type {const} */ (["SIGTERM", "SIGHUP"])) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(signal ? 128 + constants.signals[signal] : (code ?? 1)));
  });
}
