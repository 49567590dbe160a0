// Everything between a clone and a studio that can start; each step only if its inputs changed.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { withLock } from "./lock.mjs";
import { describe, duration, Sentence } from "./sentence.mjs";

/** @typedef {(line: string) => void} Log */

const BUILD_INPUTS = [
  "app",
  "components",
  "domain",
  "server",
  "public",
  "prisma/schema.prisma",
  "next.config.ts",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
];

/**
 * @param {{ root: string, log: Log, needsBuild: boolean, signal?: AbortSignal }} options
 */
export async function setUp({ root, log, needsBuild, signal }) {
  fs.mkdirSync(path.join(root, ".data"), { recursive: true });
  const onWait = (/** @type {number | undefined} */ pid) =>
    log(`Waiting for another set-up to finish${pid ? ` (process ${pid})` : ""}`);
  await withLock(
    path.join(root, ".data", "setup.lock"),
    async () => {
      await installDependencies(root, log, signal);
      await generateClient(root, log, signal);
      if (needsBuild) await buildPages(root, log, signal);
    },
    { onWait },
  );
}

/** @param {string} root @param {Log} log @param {AbortSignal} [signal] */
async function installDependencies(root, log, signal) {
  const stamp = path.join(root, "node_modules", ".swirl-stamp");
  const wanted = hashOf([path.join(root, "package-lock.json")], `${process.platform} ${process.arch}`);
  if (read(stamp) === wanted) return;
  if (isInstalled(root)) {
    fs.writeFileSync(stamp, wanted);
    return;
  }
  const npm = process.env.npm_execpath?.endsWith(".js") ? [process.execPath, process.env.npm_execpath] : ["npm"];
  const flags = ["--include=dev", "--no-audit", "--no-fund"];
  const failure = "npm could not install the dependencies";
  const context = { root, log, signal };
  try {
    await step(context, "Installing dependencies", [...npm, "ci", ...flags], failure);
  } catch (error) {
    // A lockfile written on one platform may not list another platform's optional packages, and npm ci then refuses
    // it everywhere. npm install takes the same versions from it and leaves the file as it is.
    if (!describe(error).includes("EUSAGE")) throw error;
    await step(context, "Installing dependencies by npm install", [...npm, "install", "--no-save", ...flags], failure);
  }
  fs.writeFileSync(stamp, wanted);
}

/** Did someone install exactly these packages by hand? npm keeps its own account of what it put there. @param {string} root */
function isInstalled(root) {
  const wanted = readLock(path.join(root, "package-lock.json"));
  const found = readLock(path.join(root, "node_modules", ".package-lock.json"));
  if (!wanted || !found) return false;
  return Object.entries(wanted).every(([name, entry]) => {
    if (name === "" || entry.link) return true;
    return found[name] ? found[name].version === entry.version : entry.optional || entry.devOptional;
  });
}

/** @param {string} file @returns {Record<string, any> | null} */
function readLock(file) {
  const text = read(file);
  return text ? JSON.parse(text).packages : null;
}

/** @param {string} root @param {Log} log @param {AbortSignal} [signal] */
async function generateClient(root, log, signal) {
  const stamp = path.join(root, "generated", ".swirl-stamp");
  const inputs = ["prisma/schema.prisma", "prisma.config.ts", "package-lock.json"].map((name) => path.join(root, name));
  const wanted = hashOf(inputs, "");
  if (read(stamp) === wanted && fs.existsSync(path.join(root, "generated", "prisma", "client.ts"))) return;
  fs.rmSync(stamp, { force: true });
  const prisma = path.join(root, "node_modules", "prisma", "build", "index.js");
  const command = [process.execPath, prisma, "generate", "--no-hints"];
  await step(
    { root, log, signal },
    "Generating the database client",
    command,
    "the database client could not be generated",
  );
  fs.writeFileSync(stamp, wanted);
}

/** @param {string} root @param {Log} log @param {AbortSignal} [signal] */
async function buildPages(root, log, signal) {
  const stamp = path.join(root, ".next", "swirl-stamp");
  const inputs = BUILD_INPUTS.flatMap((name) => filesUnder(path.join(root, name)));
  const wanted = hashOf(inputs, root);
  if (read(stamp) === wanted) return;
  // Gone while building: a build that is interrupted counts for nothing.
  fs.rmSync(stamp, { force: true });
  const next = path.join(root, "node_modules", "next", "dist", "bin", "next");
  const command = [process.execPath, next, "build"];
  await step({ root, log, signal }, "Building the pages", command, "the pages could not be built");
  fs.writeFileSync(stamp, wanted);
}

/** What the finished build was made from; null while there is none. @param {string} root */
export function readBuildStamp(root) {
  return read(path.join(root, ".next", "swirl-stamp"));
}

/** @param {string} file @returns {string[]} */
function filesUnder(file) {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return /\.test\.tsx?$/.test(file) ? [] : [file];
  return fs
    .readdirSync(file)
    .sort()
    .flatMap((name) => filesUnder(path.join(file, name)));
}

/** @param {string[]} files @param {string} extra */
function hashOf(files, extra) {
  const hash = createHash("sha256").update(extra);
  for (const file of files) hash.update(`\0${file}\0`).update(fs.readFileSync(file));
  return hash.digest("hex");
}

/** @param {string} file */
function read(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

/** What every command we start is told. */
export function childEnvironment() {
  return {
    ...process.env,
    NEXT_TELEMETRY_DISABLED: "1",
    CHECKPOINT_DISABLE: "1",
    // Prisma's command line downloads a program it does not need here, unless one is named.
    PRISMA_SCHEMA_ENGINE_BINARY: process.env.PRISMA_SCHEMA_ENGINE_BINARY ?? process.execPath,
  };
}

/**
 * @param {{ root: string, log: Log, signal?: AbortSignal }} context
 * @param {string} what @param {string[]} command @param {string} failure
 */
async function step({ root, log, signal }, what, command, failure) {
  const begun = Date.now();
  log(`${what} …`);
  const [program = "", ...args] = command;
  const environment = { ...childEnvironment(), NODE_ENV: what === "Building the pages" ? "production" : undefined };
  const { error, output } = await run(program, args, { cwd: root, env: environment, signal, maxBuffer: 64e6 });
  signal?.throwIfAborted();
  const file = path.join(root, ".data", "setup.log");
  fs.writeFileSync(file, output);
  if (!error) return log(`${what}: done in ${duration(Date.now() - begun)}`);
  const lines = output.trim().split("\n");
  // npm says what went wrong first and explains its own usage after that.
  const complaints = lines.filter((line) => line.startsWith("npm error")).slice(0, 12);
  const tail = (complaints.length > 0 ? complaints : lines.slice(-25)).join("\n");
  throw new Sentence(`${tail}\n\nSet-up stopped: ${failure} (the whole output is in ${file}).`, { cause: error });
}

/**
 * @param {string} program @param {string[]} args @param {import("node:child_process").ExecFileOptions} options
 * @returns {Promise<{ error: Error | null, output: string }>}
 */
function run(program, args, options) {
  return new Promise((resolve) => {
    execFile(program, args, options, (error, stdout, stderr) =>
      resolve({ error, output: `${stdout}${stderr}` || (error?.message ?? "") }),
    );
  });
}
