// Reads what the test runners counted.
import fs from "node:fs";

/** @typedef {{ passed: number, failed: number, skipped: number }} Figures */

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
    },
    isOk,
  );
}

/** @param {string} report @param {boolean} isOk @returns {Figures} */
export function countPlaywright(report, isOk) {
  const result = readReport(report);
  if (!result) return { passed: 0, failed: 1, skipped: 0 };
  const { expected, flaky, unexpected, skipped } = result.stats;
  return consistent({ passed: expected + flaky, failed: unexpected, skipped }, isOk);
}

/** From JUnit's XML, as pytest writes it. @param {string} report @param {boolean} isOk @returns {Figures} */
export function countPytest(report, isOk) {
  const suite = fs.existsSync(report) ? (/<testsuite [^>]*>/.exec(fs.readFileSync(report, "utf8"))?.[0] ?? "") : "";
  const [tests, failures, errors, skipped] = ["tests", "failures", "errors", "skipped"].map((name) =>
    Number(new RegExp(` ${name}="(\\d+)"`).exec(suite)?.[1] ?? Number.NaN),
  );
  if (tests === undefined || !(tests > 0) || skipped === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const failed = (failures ?? 0) + (errors ?? 0);
  return consistent({ passed: tests - failed - skipped, failed, skipped }, isOk);
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
