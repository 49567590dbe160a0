/** TypeScript in a process of its own, on the benchmark's database. */
import { spawn } from "node:child_process";
import path from "node:path";
import { environmentOf } from "@/scripts/studio/process.mjs";

const root = path.resolve(import.meta.dirname, "../..");

/** Answers what it wrote to standard output. Throws where it fails; its own words are on standard error. */
export function runTypeScript(databaseUrl: string, file: string, argument: string): Promise<string> {
  const env = environmentOf({ root, isDevelopment: false, databaseUrl: () => databaseUrl });
  const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), path.join(root, file), argument], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (text) => {
    said += text;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => (code === 0 ? resolve(said) : reject(new Error(`${file} ended with ${code}`))));
  });
}
