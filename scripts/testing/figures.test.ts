import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { countPlaywright, countPytest, countVitest } from "./figures.mjs";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "figures-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));

function report(content: unknown): string {
  const file = path.join(folder, `${fs.readdirSync(folder).length}`);
  fs.writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

test("what failed in Vitest is named, a file that cannot be loaded as well", () => {
  const at = (name: string) => path.join(process.cwd(), name);
  const file = report({
    numPassedTests: 3,
    numFailedTests: 1,
    numPendingTests: 2,
    testResults: [
      { name: at("domain/a.test.ts"), status: "failed", assertionResults: [{ status: "failed", fullName: "counts" }] },
      { name: at("domain/b.test.ts"), status: "failed", assertionResults: [] },
      { name: at("domain/c.test.ts"), status: "passed", assertionResults: [{ status: "passed", fullName: "adds" }] },
    ],
  });
  expect(countVitest(file, false)).toEqual({
    passed: 3,
    failed: 1,
    skipped: 2,
    failures: ["domain/a.test.ts › counts", "domain/b.test.ts"],
  });
});

test("what failed in Playwright is named at any depth", () => {
  const bad = { ok: false, file: "home.spec.ts", title: "opens" };
  const good = { ok: true, file: "home.spec.ts", title: "closes" };
  const file = report({
    stats: { expected: 1, flaky: 0, unexpected: 1, skipped: 4 },
    suites: [{ specs: [good], suites: [{ specs: [bad] }] }],
  });
  const failures = ["home.spec.ts › opens"];
  expect(countPlaywright(file, false)).toEqual({ passed: 1, failed: 1, skipped: 4, failures });
});

test("what failed in pytest is named, an error before the test as well", () => {
  const file = report(`<testsuites><testsuite name="pytest" errors="1" failures="1" skipped="1" tests="5">
    <testcase classname="tests.test_loss" name="test_sums" time="0.1"><failure message="no">1</failure></testcase>
    <testcase classname="tests.test_loss" name="test_adds" time="0.1" />
    <testcase classname="tests.test_load" name="test_loads" time="0.1"><error message="no">1</error></testcase>
    </testsuite></testsuites>`);
  const failures = ["tests.test_loss › test_sums", "tests.test_load › test_loads"];
  expect(countPytest(file, false)).toEqual({ passed: 2, failed: 2, skipped: 1, failures });
});

test("a report that is missing or a runner that fails outside its tests is one failure", () => {
  const nowhere = path.join(folder, "missing");
  for (const count of [countVitest, countPlaywright, countPytest]) {
    expect(count(nowhere, true)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  }
  const file = report({ stats: { expected: 2, flaky: 0, unexpected: 0, skipped: 0 }, suites: [] });
  expect(countPlaywright(file, false)).toMatchObject({ passed: 2, failed: 1 });
});
