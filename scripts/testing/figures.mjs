// Reads what the test runners counted, and the names of what failed.
import fs from "node:fs";
import path from "node:path";

/** @typedef {{ passed: number, failed: number, skipped: number, failures?: string[] }} Figures */

/**
 * @param {string} report @param {boolean} isOk the runner's own verdict: it also fails for reasons outside any test
 * @returns {Figures}
 */
export function countVitest(report, isOk) {
  const result = readReport(report);
  if (!result) return { passed: 0, failed: 1, skipped: 0 };
  return consistent(
    {
      passed: result.numPassedTests,
      failed: result.numFailedTests,
      skipped: result.numPendingTests + (result.numTodoTests ?? 0),
      failures: result.testResults.flatMap(failedInVitest),
    },
    isOk,
  );
}

/** @param {any} file one test file of Vitest's report; one that could not be loaded has no tests */
function failedInVitest(file) {
  const name = path.relative(process.cwd(), file.name);
  const tests = file.assertionResults.filter((/** @type {any} */ test) => test.status === "failed");
  if (tests.length === 0 && file.status === "failed") return [name];
  return tests.map((/** @type {any} */ test) => `${name} › ${test.fullName}`);
}

/** @param {string} report @param {boolean} isOk @returns {Figures} */
export function countPlaywright(report, isOk) {
  const result = readReport(report);
  if (!result) return { passed: 0, failed: 1, skipped: 0 };
  const { expected, flaky, unexpected, skipped } = result.stats;
  const failures = result.suites.flatMap(failedInPlaywright);
  return consistent({ passed: expected + flaky, failed: unexpected, skipped, failures }, isOk);
}

/** @param {any} suite @returns {string[]} */
function failedInPlaywright(suite) {
  const specs = (suite.specs ?? []).filter((/** @type {any} */ spec) => !spec.ok);
  const names = specs.map((/** @type {any} */ spec) => `${spec.file} › ${spec.title}`);
  return [...names, ...(suite.suites ?? []).flatMap(failedInPlaywright)];
}

/** From JUnit's XML, as pytest writes it. @param {string} report @param {boolean} isOk @returns {Figures} */
export function countPytest(report, isOk) {
  const xml = fs.existsSync(report) ? fs.readFileSync(report, "utf8") : "";
  const suite = /<testsuite [^>]*>/.exec(xml)?.[0] ?? "";
  const [tests, failures, errors, skipped] = ["tests", "failures", "errors", "skipped"].map((name) =>
    Number(new RegExp(` ${name}="(\\d+)"`).exec(suite)?.[1] ?? Number.NaN),
  );
  if (tests === undefined || !(tests > 0) || skipped === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const failed = (failures ?? 0) + (errors ?? 0);
  const cases = xml.matchAll(/<testcase classname="([^"]*)" name="([^"]*)"[^>]*>\s*<(?:failure|error)\b/g);
  const names = Array.from(cases, ([, file, name]) => `${file} › ${name}`);
  return consistent({ passed: tests - failed - skipped, failed, skipped, failures: names }, isOk);
}

/** @param {Figures} figures @param {boolean} isOk */
function consistent(figures, isOk) {
  return isOk || figures.failed > 0 ? figures : { ...figures, failed: 1 };
}

/** @param {string} file */
function readReport(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}
