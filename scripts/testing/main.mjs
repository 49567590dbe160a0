// `npm test`: every check, one after the other, whatever the ones before it said; one line of figures at the end.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { complain, describe, duration } from "../sentence.mjs";
import { childEnvironment, setUp } from "../setup.mjs";
import { countPlaywright, countVitest } from "./figures.mjs";
import { checkTrainer } from "./trainer.mjs";

/** @typedef {import("./figures.mjs").Figures} Figures */

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const reports = path.join(root, ".data", "test-reports");
const log = (/** @type {string} */ line) => console.log(line);

/** @param {{ isLong: boolean }} options */
export async function main({ isLong }) {
  const begun = Date.now();
  if (isLong) log("The long form: twenty times as many inputs, lines of a gigabyte (docs/robustness.md).");
  try {
    await setUp({ root, log, needsBuild: false });
  } catch (error) {
    complain(error);
    log("0 passed, 1 failed, 0 skipped");
    process.exitCode = 1;
    return;
  }
  fs.mkdirSync(reports, { recursive: true });
  const env = { ...childEnvironment(), SWIRL_LONG: isLong ? "1" : "" };
  /** @type {Figures[]} */
  const figures = [];
  figures.push(
    await check("Lint and format", () => tool(["@biomejs/biome/bin/biome", "check", ".", "--error-on-warnings"], env)),
  );
  figures.push(await check("Types", () => tool(["typescript/bin/tsc", "--noEmit"], env)));
  figures.push(await check("Trainer", () => checkTrainer({ root, log, report: freshReport("pytest.xml"), env })));
  figures.push(await check("Unit and service tests", () => vitest(env)));
  figures.push(await check("Build", () => setUp({ root, log, needsBuild: true }).then(() => true)));
  figures.push(await check("Browser tests", () => playwright(env)));
  const failures = figures.flatMap((one) => one.failures ?? []);
  if (failures.length > 0) log(`\nFailed:\n${failures.map((name) => `  ${name}`).join("\n")}`);
  const sum = (/** @type {"passed" | "failed" | "skipped"} */ key) =>
    figures.reduce((total, one) => total + one[key], 0);
  log(`\nAll checks took ${duration(Date.now() - begun)}`);
  log(`${sum("passed")} passed, ${sum("failed")} failed, ${sum("skipped")} skipped`);
  process.exitCode = sum("failed") > 0 ? 1 : 0;
}

/** @param {string} name @param {() => Promise<Figures | boolean>} work @returns {Promise<Figures>} */
async function check(name, work) {
  log(`\n== ${name}`);
  const begun = Date.now();
  /** @type {Figures} */
  let figures = { passed: 0, failed: 1, skipped: 0 };
  try {
    const result = await work();
    figures = typeof result === "boolean" ? { passed: Number(result), failed: Number(!result), skipped: 0 } : result;
  } catch (error) {
    log(describe(error));
  }
  const { passed, failed, skipped } = figures;
  if (failed > 0 && !figures.failures?.length) figures = { ...figures, failures: [name] };
  log(`== ${name}: ${passed} passed, ${failed} failed, ${skipped} skipped in ${duration(Date.now() - begun)}`);
  return figures;
}

/** @param {NodeJS.ProcessEnv} env */
async function vitest(env) {
  const report = freshReport("vitest.json");
  const args = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const isOk = await tool(["vitest/vitest.mjs", ...args], env);
  return countVitest(report, isOk);
}

/** @param {NodeJS.ProcessEnv} env */
async function playwright(env) {
  const { findBrowser } = await import("./browser.mjs");
  const browser = await findBrowser({ root, log });
  const report = freshReport("playwright.json");
  const isOk = await tool(["@playwright/test/cli.js", "test", "--reporter=list,json"], {
    ...env,
    SWIRL_CHROMIUM: browser,
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
  });
  return countPlaywright(report, isOk);
}

/** @param {string} name */
function freshReport(name) {
  const file = path.join(reports, name);
  fs.rmSync(file, { force: true });
  return file;
}

/**
 * Runs a tool of node_modules by its own node; true if it is content.
 * @param {string[]} command @param {NodeJS.ProcessEnv} env @returns {Promise<boolean>}
 */
function tool([file = "", ...args], env) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(root, "node_modules", file), ...args], {
      cwd: root,
      // The tests bring their own database, and must never touch the one of the person who runs them.
      env: { ...env, DATABASE_URL: undefined },
      stdio: ["ignore", "inherit", "inherit"],
    });
    child.once("error", () => resolve(false));
    child.once("close", (code) => resolve(code === 0));
  });
}
