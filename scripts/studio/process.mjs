// How the studio's TypeScript processes are started: the same for web, worker and commands.
import path from "node:path";
import { pathToFileURL } from "node:url";
import { childEnvironment } from "../setup.mjs";

/** @typedef {{ root: string, isDevelopment: boolean, databaseUrl: () => string }} Surroundings */

/** @param {Surroundings} surroundings @returns {NodeJS.ProcessEnv} */
export function environmentOf({ root, isDevelopment, databaseUrl }) {
  return {
    ...childEnvironment(),
    NODE_ENV: isDevelopment ? "development" : "production",
    DATABASE_URL: databaseUrl(),
    SWIRL_ROOT: root,
    // Paths like "@/domain" resolve from any working directory.
    TSX_TSCONFIG_PATH: path.join(root, "tsconfig.json"),
  };
}

/**
 * Arguments for node that run a file of server/.
 * @param {string} root @param {string} file @param {string[]} [args]
 */
export function nodeArguments(root, file, args = []) {
  const child = pathToFileURL(path.join(root, "scripts", "studio", "child.mjs")).href;
  return ["--import", child, "--import", import.meta.resolve("tsx"), path.join(root, "server", file), ...args];
}
