// Finds a Python that is new enough to make a virtual environment from.
import { spawnSync } from "node:child_process";
import { Sentence } from "../sentence.mjs";

const NAMES = ["python3", "python3.13", "python3.12", "python3.11", "python3.14", "python"];
/** The pinned packages exist for these. */
const OLDEST = 11;
const NEWEST = 14;

/** @returns {string} the program's name or path */
export function findBasePython() {
  const found = NAMES.map((name) => ({ name, minor: minorOf(name) }));
  const good = found.find(({ minor }) => minor !== null && minor >= OLDEST && minor <= NEWEST);
  if (good) return good.name;
  const other = found.find(({ minor }) => minor !== null);
  throw new Sentence(
    `The lab needs Python 3.${OLDEST} to 3.${NEWEST}, and ${other ? `this machine's ${other.name} is 3.${other.minor}` : "no python3 was found"}: ` +
      "install one (python.org, or your system's packages), or name an interpreter that has trainer/requirements*.txt in SWIRL_PYTHON.",
  );
}

/** @param {string} python */
export function runs(python) {
  return minorOf(python) !== null;
}

/** An environment whose making was interrupted may have no pip. @param {string} python */
export function hasPip(python) {
  return spawnSync(python, ["-m", "pip", "--version"], { stdio: "ignore", timeout: 60_000 }).status === 0;
}

/** The x of Python 3.x; null if it is no Python 3 that runs. @param {string} python @returns {number | null} */
function minorOf(python) {
  const code = "import sys; print('%d %d' % sys.version_info[:2])";
  const { status, stdout } = spawnSync(python, ["-I", "-c", code], { encoding: "utf8", timeout: 60_000 });
  const [major, minor] = status === 0 ? stdout.trim().split(" ").map(Number) : [];
  return major === 3 && minor !== undefined ? minor : null;
}
