// Keeps one process running: started again with growing pauses when it dies, ended gently, then firmly.
import { spawn } from "node:child_process";
import { sleep } from "../sentence.mjs";

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** A process that lived this long was healthy: its next death starts with the first pause again. */
const HEALTHY_AFTER_MS = 60_000;
const PATIENCE_MS = 8000;

/** @typedef {{ stop: (patience?: number) => Promise<void>, restart: () => void }} Supervised */

/**
 * @param {object} options
 * @param {string} options.name as in "The web process …"
 * @param {string[]} options.args for node
 * @param {string} options.cwd
 * @param {() => NodeJS.ProcessEnv} options.env
 * @param {(line: string) => void} options.log
 * @param {(failures: number) => boolean} [options.shouldGiveUp] told how often it died in a row
 * @returns {Supervised}
 */
export function supervise({ name, args, cwd, env, log, shouldGiveUp }) {
  let isStopping = false;
  let isRestarting = false;
  let failures = 0;
  /** @type {import("node:child_process").ChildProcess | null} */
  let child = null;
  /** @type {NodeJS.Timeout | undefined} */
  let pause;

  function launch() {
    const begun = Date.now();
    const started = spawn(process.execPath, args, {
      cwd,
      env: env(),
      // A group of its own: Ctrl-C reaches only us, and we end the others in order.
      detached: true,
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    child = started;
    started.on("error", () => {});
    started.once("close", (code, signal) => {
      if (child === started) child = null;
      if (isStopping) return;
      if (isRestarting) {
        isRestarting = false;
        return launch();
      }
      failures = Date.now() - begun > HEALTHY_AFTER_MS ? 1 : failures + 1;
      if (shouldGiveUp?.(failures)) return;
      const wait = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
      const how = signal ? `was ended by ${signal}` : `stopped with exit status ${code}`;
      log(`The ${name} process ${how}: starting it again in ${wait / 1000} s`);
      pause = setTimeout(launch, wait);
    });
  }

  launch();
  return {
    restart: () => {
      isRestarting = child !== null;
      end(child, "SIGTERM");
    },
    stop: async (patience = PATIENCE_MS) => {
      isStopping = true;
      clearTimeout(pause);
      const ending = child;
      if (!ending) return;
      const ended = new Promise((resolve) => ending.once("close", resolve));
      // Without patience it is killed: what it leaves behind is then as after any crash.
      end(ending, patience > 0 ? "SIGTERM" : "SIGKILL");
      const isLate = await Promise.race([ended.then(() => false), sleep(patience).then(() => true)]);
      if (isLate) end(ending, "SIGKILL");
      await ended;
    },
  };
}

/** Firm means the whole group; gentle means the process, which knows its own children. @param {import("node:child_process").ChildProcess | null} child @param {"SIGTERM" | "SIGKILL"} signal */
function end(child, signal) {
  if (!child?.pid) return;
  try {
    if (signal === "SIGKILL") process.kill(-child.pid, signal);
    else child.kill(signal);
  } catch {
    child.kill(signal);
  }
}
