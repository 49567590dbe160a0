/** A process of the studio's own code, killed at a moment that a seed fixes; and how many of them a test asks for. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";

/** `npm run test:long` kills ten times as often. */
export const FAULT_FACTOR = process.env.SWIRL_LONG ? 10 : 1;
/** Milliseconds that a test of faults may take */
export const FAULT_PATIENCE = 180_000 * FAULT_FACTOR;

/** Numbers from 0 to 1, the same ones for every run of the tests; more of them in the long form. */
export const moments = (seed: number, count: number): number[] =>
  fc
    .sample(fc.integer({ min: 0, max: 1_000 }), { seed, numRuns: count * FAULT_FACTOR })
    .map((thousandth) => thousandth / 1_000);

export type Fate = { signal: NodeJS.Signals | null; code: number | null; ms: number };

/**
 * Runs a module's text from the repository's root. It says "begun" on its standard output when what counts begins;
 * `killAfter`: milliseconds from then to SIGKILL, null to let it end. Answers how it ended, and how long after it began.
 */
export async function runToDeath(script: string, env: Record<string, string>, killAfter: number | null): Promise<Fate> {
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", script], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (text) => {
    said += text;
  });
  const ended = once(child, "close");
  const begun = new Promise<void>((resolve, reject) => {
    child.stdout.on("data", (text) => String(text).includes("begun") && resolve());
    child.once("close", () => reject(new Error(`It ended before it began: ${said}`)));
  });
  await begun;
  const since = performance.now();
  if (killAfter !== null)
    await Promise.race([sleep(killAfter).then(() => child.kill("SIGKILL")), ended.catch(() => {})]);
  const [code, signal] = await ended;
  if (killAfter === null && code !== 0) throw new Error(`It ended with ${code}: ${said}`);
  return { code, signal, ms: performance.now() - since };
}
