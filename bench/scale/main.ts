/** npm run bench -- --trajectories N: brings its own database, leaves bench/results.json and nothing else behind. */
import { mkdtemp, readFile, rm, statfs, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import { migrate } from "@/scripts/migrate.mjs";
import { openDatabase } from "@/scripts/postgres.mjs";
import { makeCheckout, REPOSITORY } from "@/scripts/testing/checkout";
import { GOAL_TRAJECTORIES, SMALLER_TRAJECTORIES } from "./goals";
import { type Measured, measureAt, type Sizes } from "./measure";
import { tableText, withFigures } from "./report";
import { Results } from "./results";
import type { Sampling } from "./sampling";

const USAGE = `Usage: npm run bench -- --trajectories N [--seed TEXT]
       npm run bench -- --page     writes docs/performance.md from bench/results.json`;
const RESULTS = path.join(REPOSITORY, "bench", "results.json");
const PAGE = path.join(REPOSITORY, "docs", "performance.md");

const QUICK: Sampling = { warmUp: 5, least: 40, most: 400, budgetMs: 60_000 };
const SLOW: Sampling = { warmUp: 1, least: 5, most: 50, budgetMs: 60_000 };
const EXPORTS = { least: 2, budgetMs: 120_000 };
const JUDGED = 20_480;
/** Code is compiled as it runs: without it the smaller pool, measured first, would seem slower than it is. */
const WARM_UP = { trajectories: 300, once: { warmUp: 0, least: 3, most: 3, budgetMs: 0 } };
/** File, database and export of a pool, at the time when they take most */
const DISK_A_TRAJECTORY = 40_000;

const NOT_MEASURED = ["the time to the first row in a browser: it needs the built pages and Chromium."];

/** Each undoes something; what was begun last is undone first. */
const undo: (() => unknown)[] = [];
async function undoAll(): Promise<void> {
  for (let next = undo.pop(); next; next = undo.pop()) await next();
}

async function measurePool(sizes: Sizes): Promise<Measured & { postgres: string }> {
  const log = (line: string) => console.error(`${sizes.trajectories}: ${line}`);
  try {
    const checkout = makeCheckout();
    undo.push(checkout.remove);
    const folder = await mkdtemp(path.join(os.tmpdir(), "swirl-bench-"));
    undo.push(() => rm(folder, { recursive: true, force: true }));
    // The studio's own settings of PostgreSQL: what is confirmed is on disk.
    const database = await openDatabase({ root: checkout.root, given: "" });
    undo.push(database.close);
    await migrate({ url: database.url, root: REPOSITORY });
    const postgres = await versionOf(database.url);
    return { ...(await measureAt(database.url, folder, sizes, log)), postgres };
  } finally {
    await undoAll();
  }
}

async function versionOf(connectionString: string): Promise<string> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const { rows } = await client.query<{ server_version: string }>("SHOW server_version");
  await client.end();
  return rows[0]?.server_version ?? "unknown";
}

async function run(trajectories: number, seed: string): Promise<void> {
  const { bavail, bsize } = await statfs(os.tmpdir());
  const needed = trajectories * DISK_A_TRAJECTORY;
  if (bavail * bsize < needed)
    throw new Error(`${os.tmpdir()} has ${gigabytes(bavail * bsize)} GB free; this needs ${gigabytes(needed)}.`);
  const sampling = { seed, quick: QUICK, slow: SLOW, exports: EXPORTS, judged: JUDGED };
  const { once } = WARM_UP;
  const short = { ...sampling, quick: once, slow: once, exports: { least: 1, budgetMs: 0 } };
  console.error("First a small pool that does not count.");
  await measurePool({ ...short, trajectories: WARM_UP.trajectories });
  const isLarge = trajectories > SMALLER_TRAJECTORIES;
  const small = isLarge ? await measurePool({ ...sampling, trajectories: SMALLER_TRAJECTORIES }) : null;
  const { rows, failed, postgres } = await measurePool({ ...sampling, trajectories });
  const results: Results = {
    trajectories,
    rows,
    seed,
    measuredAt: new Date().toISOString(),
    machine: {
      cores: os.availableParallelism(),
      memoryGb: Math.round(os.totalmem() / 1e9),
      node: process.versions.node,
      postgres,
    },
    notMeasured: [...NOT_MEASURED, ...failed, ...(small?.failed ?? []).map((what) => `of the smaller pool, ${what}`)],
    smaller: small && { trajectories: SMALLER_TRAJECTORIES, rows: small.rows },
  };
  await writeFile(RESULTS, `${JSON.stringify(Results.parse(results), null, 2)}\n`);
  console.log(tableText(results));
  if (trajectories >= GOAL_TRAJECTORIES) await writePage();
  else console.error("bench/results.json holds a small run now: it is not one to commit.");
  if (failed.length > 0) process.exitCode = 1;
}

const gigabytes = (bytes: number) => Math.ceil(bytes / 1e9);

/** Throws where the results are none of a pool that the goals are for. */
async function writePage(): Promise<void> {
  const results = Results.parse(JSON.parse(await readFile(RESULTS, "utf8")));
  if (results.trajectories < GOAL_TRAJECTORIES)
    throw new Error(`docs/performance.md tells of ${GOAL_TRAJECTORIES} trajectories, not of ${results.trajectories}.`);
  await writeFile(PAGE, withFigures(await readFile(PAGE, "utf8"), results));
}

function readArguments() {
  const { values } = parseArgs({
    options: { trajectories: { type: "string" }, seed: { type: "string", default: "1" }, page: { type: "boolean" } },
  });
  const trajectories = Number(values.trajectories);
  if (!values.page && !(Number.isInteger(trajectories) && trajectories >= 100)) throw new Error("At least 100.");
  return { trajectories, seed: values.seed, isPage: values.page === true };
}

for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => {
    console.error("Stopping, and removing the database.");
    // What is being measured loses it and says so, to nobody.
    for (const event of ["uncaughtException", "unhandledRejection"] as const) process.on(event, () => {});
    console.error = () => {};
    void undoAll().finally(() => process.exit(1));
  });
let given: ReturnType<typeof readArguments> | null = null;
try {
  given = readArguments();
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n${USAGE}`);
  process.exitCode = 2;
}
if (given?.isPage) await writePage();
else if (given) await run(given.trajectories, given.seed);
