// Sets the checkout up, then runs a benchmark as TypeScript.
import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { complain } from "../scripts/sentence.mjs";
import { childEnvironment, setUp } from "../scripts/setup.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** @param {"rollouts" | "scale"} name @param {string[]} args */
export async function main(name, args) {
  try {
    // Standard output belongs to the figures.
    await setUp({ root, log: (line) => console.error(line), needsBuild: false });
    const file = path.join(root, "bench", name, "main.ts");
    const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), file, ...args], {
      cwd: root,
      env: { ...childEnvironment(), DATABASE_URL: "", TSX_TSCONFIG_PATH: path.join(root, "tsconfig.json") },
      stdio: "inherit",
    });
    process.exitCode = await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve(code ?? 1));
    });
  } catch (error) {
    process.exitCode = complain(error);
  }
}
