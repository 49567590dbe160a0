// Finds a Chromium for the browser tests: one that is there, else Playwright's own, else Debian's package.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { Sentence } from "../sentence.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/**
 * The path of a browser that runs, or "" if Playwright finds its own.
 * @param {{ root: string, log: (line: string) => void }} options
 */
export async function findBrowser({ root, log }) {
  const named = process.env.SWIRL_CHROMIUM;
  if (named) {
    if (runs(named)) return named;
    throw new Sentence(`SWIRL_CHROMIUM=${named} does not run.`);
  }
  const found = findInstalled();
  if (found) return found;
  if (await hasOwn()) return "";
  log("No Chromium found: downloading Playwright's …");
  const cli = path.join(root, "node_modules", "@playwright", "test", "cli.js");
  const isRoot = process.getuid?.() === 0;
  const download = isRoot && fs.existsSync("/usr/bin/apt-get") ? ["install", "--with-deps"] : ["install"];
  const options = { cwd: root, encoding: /** @type {const} */ ("utf8"), timeout: 600_000 };
  const downloaded = spawnSync(process.execPath, [cli, ...download, "chromium"], options);
  if (downloaded.status === 0 && (await hasOwn())) return "";
  if (isRoot && fs.existsSync("/usr/bin/apt-get")) {
    log("That download failed: installing Debian's chromium package …");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    spawnSync("apt-get", ["update", "-q"], { ...options, env });
    const installed = spawnSync("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"], {
      ...options,
      env,
    });
    const now = findInstalled();
    if (now) return now;
    log((installed.stderr ?? "").trim().split("\n").slice(-5).join("\n"));
  }
  throw new Sentence(
    "No Chromium was found and none could be installed: install one and name it in SWIRL_CHROMIUM, " +
      "or run `npx playwright install --with-deps chromium`.",
  );
}

/** A browser that came with the system. */
export function findInstalled() {
  const folders = [...(process.env.PATH ?? "").split(path.delimiter), "/usr/bin", "/snap/bin"];
  const candidates = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return [...candidates, MAC].find((file) => fs.existsSync(file) && runs(file));
}

/** @param {string} file */
function runs(file) {
  return spawnSync(file, ["--version", "--no-sandbox"], { stdio: "ignore", timeout: 60_000 }).status === 0;
}

/** Asked in a new process: Playwright looks for its browsers once. */
async function hasOwn() {
  const { chromium } = await import("@playwright/test");
  const file = chromium.executablePath();
  return Boolean(file) && fs.existsSync(file) && runs(file);
}
