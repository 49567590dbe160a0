/** The real worker as a child process, to be killed. */
import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { environmentOf, nodeArguments } from "@/scripts/studio/process.mjs";

const root = path.resolve(import.meta.dirname, "../../..");

export type WorkerProcess = {
  pid: number;
  /** Resolves when it says that it is ready */
  ready: Promise<void>;
  /** Resolves to milliseconds from the signal to its end */
  end(signal: NodeJS.Signals): Promise<number>;
  /** What it wrote */
  said(): string;
};

export function startWorker(databaseUrl: string, env: Record<string, string> = {}): WorkerProcess {
  const child: ChildProcess = spawn(process.execPath, nodeArguments(root, "worker.ts"), {
    cwd: root,
    env: { ...environmentOf({ root, isDevelopment: false, databaseUrl: () => databaseUrl }), ...env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let said = "";
  const ready = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (text) => {
        said += text;
        if (said.includes("The worker is ready.")) resolve();
      });
    child.once("exit", () => reject(new Error(`The worker ended before it was ready: ${said}`)));
  });
  ready.catch(() => {});
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return {
    pid: child.pid ?? 0,
    ready,
    said: () => said,
    async end(signal) {
      const begun = performance.now();
      child.kill(signal);
      await ended;
      return performance.now() - begun;
    },
  };
}
