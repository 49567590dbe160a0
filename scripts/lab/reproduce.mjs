// `npm run reproduce`: the paper in miniature (docs/reproduce.md), in a folder and a database that stay, so that it goes on
// where it stopped. Everything is said on standard error; the results go to docs/.
import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { complain, Sentence } from "../sentence.mjs";
import { setUp } from "../setup.mjs";
import { environmentOf, nodeArguments } from "../studio/process.mjs";
import { supervise } from "../studio/supervise.mjs";
import { bringUpLab, tellStudio } from "./bring-up.mjs";
import { freePorts } from "./free-ports.mjs";
import { findPython } from "./python.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const log = (/** @type {string} */ line) => console.error(line);

const HELP = `Usage: npm run reproduce [-- OPTIONS]
The experiments of the paper at the lab's scale. Goes on where it stopped; writes docs/results.md at the end.
  --seeds 1,2    these seeds only (1,2,3,4,5)
  --page         writes docs/results.md anew from docs/results/, and runs nothing
  --smoke        a few questions and updates of the tiniest model, into .data/reproduce-smoke: tries the machinery`;

const FULL = { size: "medium", seed: 1, errorRate: 0.03 };
const SMOKE = { ...FULL, size: "tiny" };

/** @param {string[]} args */
export async function main(args) {
  const stopping = new AbortController();
  for (const name of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.on(name, () => stopping.abort());
  try {
    const options = readOptions(args);
    if (options === null) return console.log(HELP);
    if (options.isPageOnly) return await writePage(docsOf(options.isSmoke));
    await setUp({ root, log, needsBuild: false, signal: stopping.signal });
    const python = await findPython({ root, log, signal: stopping.signal });
    await reproduce(python, stopping.signal, options);
  } catch (error) {
    process.exitCode = stopping.signal.aborted ? 130 : complain(error);
  } finally {
    // Whatever might still hold the process has had its chance.
    setTimeout(() => process.exit(), 2000).unref();
  }
}

/** @param {string[]} args */
function readOptions(args) {
  const flag = /** @type {const} */ ("boolean");
  const text = /** @type {const} */ ("string");
  const { values } = parseArgs({
    args,
    options: { seeds: { type: text }, smoke: { type: flag }, page: { type: flag }, help: { type: flag } },
  });
  if (values.help) return null;
  const seeds = values.seeds?.split(",").map(Number) ?? null;
  if (seeds?.some((seed) => !Number.isInteger(seed) || seed < 1))
    throw new Sentence(`--seeds: such as 1,2.\n\n${HELP}`);
  return { seeds, isSmoke: values.smoke ?? false, isPageOnly: values.page ?? false };
}

/** @param {string} docs */
async function writePage(docs) {
  const env = environmentOf({ root, isDevelopment: false, databaseUrl: () => "" });
  const child = spawn(process.execPath, nodeArguments(root, "lab/page.ts", [docs]), {
    env,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  process.exitCode = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
}

const folderOf = (/** @type {boolean} */ isSmoke) =>
  path.join(root, ".data", isSmoke ? "reproduce-smoke" : "reproduce");
/** Where the results go. */
const docsOf = (/** @type {boolean} */ isSmoke) => (isSmoke ? folderOf(true) : path.join(root, "docs"));

/** @param {string} python @param {AbortSignal} signal @param {{ seeds: number[] | null, isSmoke: boolean }} options */
async function reproduce(python, signal, { seeds, isSmoke }) {
  const { migrate } = await import("../migrate.mjs");
  const { openDatabase } = await import("../postgres.mjs");
  const made = isSmoke ? SMOKE : FULL;
  const folder = folderOf(isSmoke);
  const database = await openDatabase({ root, name: isSmoke ? "swirl_reproduce_smoke" : "swirl_reproduce", log });
  /** @type {(() => Promise<void>)[]} */
  const endings = [database.close];
  try {
    await migrate({ url: database.url, root });
    const [ray = 0, models = 0, teacher = 0, client = 0] = await freePorts(4);
    const ports = { ray, models, teacher, client };
    const lab = await bringUpLab({ root, python, storage: folder, log, signal }, { ...made, isShuffled: false, ports });
    endings.unshift(lab.stop);
    const env = () => environmentOf({ root, isDevelopment: false, databaseUrl: () => database.url });
    const args = ["--import", new URL("quiet.mjs", import.meta.url).href, ...nodeArguments(root, "worker.ts")];
    const worker = supervise({ name: "worker", args, cwd: root, env, log });
    endings.unshift(() => worker.stop());
    const asked = { seeds, isSmoke, docs: docsOf(isSmoke) };
    const said = await tellStudio(
      { root, url: database.url, signal, verb: "reproduce" },
      { ...made, ...lab.place, ...asked },
    );
    if (!said.startsWith("{"))
      throw new Sentence("The miniature came to no end; the reason stands above. Run it again: it goes on.");
    console.log(said.trim());
  } finally {
    for (const end of endings) await end();
  }
}
