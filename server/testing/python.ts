/** The Python of the tests. `npm test` sets it up; nothing is installed from within a test. */
import { existsSync } from "node:fs";
import path from "node:path";

const venv = path.resolve(import.meta.dirname, "../../.data/python");

/** The interpreter that has the trainer's packages; null where there is none. */
export const testPython: string | null =
  process.env.SWIRL_PYTHON?.trim() ||
  (existsSync(path.join(venv, "swirl-stamp")) ? path.join(venv, "bin", "python") : null);

// What is skipped on a laptop must not pass for tested.
if (process.env.CI && testPython === null)
  throw new Error("CI is set and there is no Python: `npm test` sets one up, or name one in SWIRL_PYTHON.");
