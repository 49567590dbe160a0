// Starts and stops one PostgreSQL server on one data folder. Callers hold the lock.
import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { identify, signal } from "../processes.mjs";
import { Sentence, sleep } from "../sentence.mjs";

/**
 * @typedef {object} Cluster
 * @property {string} data the PostgreSQL data folder
 * @property {string} native the folder that holds bin/, lib/ and share/
 * @property {import("./native.mjs").RunAs} user
 * @property {string} portFile remembers the port from one start to the next
 * @property {string} password
 * @property {Record<string, string>} settings
 * @property {boolean} [isThrowAway] nothing is written through to the disk
 */
/** @typedef {{ pid: number, port: number, status: string }} Running */

export const ROLE = "swirl";
const ENVIRONMENT = { PATH: process.env.PATH ?? "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };

/** Creates the data folder unless it is there; a death on the way leaves nothing that looks finished. @param {Cluster} cluster */
export function initialise(cluster) {
  const { data, native, user } = cluster;
  const version = path.join(data, "PG_VERSION");
  if (fs.existsSync(version)) return checkVersion(cluster, version);
  const parent = path.dirname(data);
  fs.mkdirSync(parent, { recursive: true });
  for (const name of fs.readdirSync(parent)) {
    if (name.startsWith("new-")) fs.rmSync(path.join(parent, name), { recursive: true, force: true });
  }
  const fresh = path.join(parent, `new-${process.pid}`);
  const passwordFile = path.join(parent, `new-${process.pid}-password`);
  fs.mkdirSync(fresh, { mode: 0o700 });
  fs.writeFileSync(passwordFile, `${cluster.password}\n`, { mode: 0o600 });
  if (user) for (const file of [fresh, passwordFile]) fs.chownSync(file, user.uid, user.gid);
  const made = spawnSync(
    path.join(native, "bin", "initdb"),
    [
      `--pgdata=${fresh}`,
      `--username=${ROLE}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--no-instructions",
      ...(cluster.isThrowAway ? ["--no-sync"] : []),
    ],
    { ...(user ?? {}), cwd: "/", env: ENVIRONMENT, encoding: "utf8" },
  );
  fs.rmSync(passwordFile, { force: true });
  if (made.status !== 0) {
    fs.rmSync(fresh, { recursive: true, force: true });
    throw new Sentence(`The database could not be created in ${data}: ${lastLine(made.stderr) ?? made.error?.message}`);
  }
  fs.renameSync(fresh, data);
}

/** @param {Cluster} cluster @param {string} file */
function checkVersion(cluster, file) {
  const theirs = fs.readFileSync(file, "utf8").trim();
  const program = path.join(cluster.native, "bin", "postgres");
  const said = spawnSync(program, ["--version"], { ...(cluster.user ?? {}), cwd: "/", encoding: "utf8" }).stdout ?? "";
  const ours = /\) (\d+)/.exec(said)?.[1];
  if (ours && theirs !== ours) {
    throw new Sentence(
      `The database in ${cluster.data} was made by PostgreSQL ${theirs} and this version brings ${ours}: ` +
        "start the version that made it and export, or move that folder away to begin anew.",
    );
  }
}

/**
 * What postmaster.pid says, if it is true: the pid may long be another process.
 * @param {string} data @returns {Running | null}
 */
export function findRunning(data) {
  let lines;
  try {
    lines = fs.readFileSync(path.join(data, "postmaster.pid"), "utf8").split("\n");
  } catch {
    return null;
  }
  const pid = Number(lines[0]);
  if (!identify(pid) || !isServerOf(pid, data)) return null;
  return { pid, port: Number(lines[3]), status: (lines[7] ?? "").trim() };
}

/** A postmaster's working directory is its data folder. @param {number} pid @param {string} data */
function isServerOf(pid, data) {
  if (process.platform !== "linux") {
    const said = spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout ?? "";
    return said.includes("postgres");
  }
  try {
    return fs.readlinkSync(`/proc/${pid}/cwd`) === fs.realpathSync(data);
  } catch {
    return false;
  }
}

/**
 * Uses the server that is already running on the data folder, or starts one.
 * @param {Cluster} cluster @param {(line: string) => void} log
 * @returns {Promise<Running>}
 */
export async function start(cluster, log) {
  for (let attempt = 1; ; attempt++) {
    const running = await settle(cluster.data);
    if (running) return running;
    fs.rmSync(path.join(cluster.data, "postmaster.pid"), { force: true });
    const port = await choosePort(cluster, attempt > 1);
    const failure = await launch(cluster, port, log);
    if (!failure) {
      fs.writeFileSync(cluster.portFile, `${port}\n`);
      const started = findRunning(cluster.data);
      if (started) return started;
    }
    if (attempt < 5 && (!failure || /could not bind|in use|shared memory block/.test(failure))) {
      await sleep(200 * attempt);
      continue;
    }
    throw new Sentence(`PostgreSQL did not start: ${failure ?? "it stopped at once"} (log: ${logOf(cluster)})`);
  }
}

/** Waits until a server is either ready or gone. @param {string} data */
async function settle(data) {
  for (;;) {
    const running = findRunning(data);
    if (!running || running.status === "ready") return running;
    await sleep(20);
  }
}

/** @param {Cluster} cluster @param {number} port @param {(line: string) => void} log @returns {Promise<string | null>} */
async function launch(cluster, port, log) {
  const file = logOf(cluster);
  const size = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > 16e6) fs.renameSync(file, `${file}.1`);
  const output = fs.openSync(file, "a", 0o600);
  const from = fs.fstatSync(output).size;
  const settings = {
    ...cluster.settings,
    port: String(port),
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
  };
  const child = spawn(
    path.join(cluster.native, "bin", "postgres"),
    ["-D", cluster.data, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    // Its own session: a Ctrl-C in the terminal is for us, and we stop the server last.
    { ...(cluster.user ?? {}), cwd: "/", env: ENVIRONMENT, detached: true, stdio: ["ignore", output, output] },
  );
  fs.closeSync(output);
  /** @type {string | null} */
  let failure = null;
  let isGone = false;
  child.once("error", (error) => {
    failure = error.message;
    isGone = true;
  });
  child.once("exit", () => {
    isGone = true;
  });
  child.unref();
  const begun = Date.now();
  let hasSpoken = false;
  while (!isGone) {
    if (findRunning(cluster.data)?.status === "ready") return null;
    if (!hasSpoken && Date.now() - begun > 3000) {
      log("The database is recovering from an unclean stop");
      hasSpoken = true;
    }
    await sleep(10);
  }
  return failure ?? lastComplaint(file, from);
}

/** @param {Cluster} cluster */
function logOf(cluster) {
  return path.join(path.dirname(cluster.data), "server.log");
}

/** @param {string} file @param {number} from */
function lastComplaint(file, from) {
  const said = fs.readFileSync(file).subarray(from).toString("utf8").split("\n");
  const fatal = said.filter((line) => /(FATAL|PANIC|could not bind)/.test(line));
  return (fatal[0] ?? said.filter(Boolean).at(-1) ?? "it stopped at once").replace(/^.*?(LOG|FATAL|PANIC): +/, "");
}

/** @param {string | undefined} text */
function lastLine(text) {
  return text?.trim().split("\n").at(-1);
}

/** @param {string} data */
export async function stop(data) {
  const running = findRunning(data);
  if (!running) return;
  // SIGINT is PostgreSQL's fast shutdown: sessions are closed and a checkpoint is written.
  signal(running.pid, "SIGINT");
  const begun = Date.now();
  let isPressed = false;
  while (findRunning(data)?.pid === running.pid) {
    if (!isPressed && Date.now() - begun > 60_000) {
      signal(running.pid, "SIGQUIT");
      isPressed = true;
    }
    await sleep(10);
  }
}

/** @param {Cluster} cluster @param {boolean} isRetry */
async function choosePort(cluster, isRetry) {
  let remembered = 0;
  try {
    remembered = Number(fs.readFileSync(cluster.portFile, "utf8"));
  } catch {
    // The first start.
  }
  if (!isRetry && remembered > 0 && (await isFree(remembered))) return remembered;
  // Below the range that the system hands to outgoing connections.
  const first = 20_000 + Math.floor(Math.random() * 10_000);
  for (let port = first; port < first + 1000; port++) if (await isFree(port)) return port;
  throw new Sentence("No free port was found for the database on 127.0.0.1.");
}

/** @param {number} port @returns {Promise<boolean>} */
function isFree(port) {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ port, host: "127.0.0.1", exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
