/** The set-up of Python, for real, with requirement files that ask for next to nothing. */
import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { findPython } from "./python.mjs";
import { findBasePython } from "./python-version.mjs";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "swirl-python-"));
const trainer = path.join(root, "trainer");
const write = (name: string, text: string) => fs.writeFileSync(path.join(trainer, name), text);

fs.mkdirSync(trainer);
for (const name of ["requirements.txt", "requirements-lab.txt"]) write(name, "pip\n");
write("constraints.txt", "# none\n");

afterAll(() => fs.rmSync(root, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

/** pip alone takes half a minute where the cores are busy. */
const PATIENCE = { timeout: 600_000 };

const hasPython = () => {
  try {
    return findBasePython() !== "";
  } catch (error) {
    if (process.env.CI) throw error;
    return false;
  }
};
// Skipped, and counted, only where there is no Python; with CI=true looking for it throws instead.
const testWithPython = test.skipIf(!hasPython());

async function find(): Promise<{ python: string; said: string[] }> {
  const said: string[] = [];
  return { python: await findPython({ root, log: (line: string) => said.push(line) }), said };
}

testWithPython("made once by two that start together, and again when a requirement changes", PATIENCE, async () => {
  vi.stubEnv("SWIRL_PYTHON", "");
  const both = await Promise.all([find(), find()]);
  expect(both.map(({ python }) => python)).toEqual(Array(2).fill(path.join(root, ".data/python/bin/python")));
  expect(both.filter(({ said }) => said.some((line) => line.includes("is set up")))).toHaveLength(1);
  const { stdout } = await promisify(execFile)(both[0]?.python ?? "", ["-c", "import sys; print(sys.prefix)"]);
  expect(fs.realpathSync(stdout.trim())).toBe(fs.realpathSync(path.join(root, ".data/python")));
  expect((await find()).said).toEqual([]);

  write("constraints.txt", "pip>0\n");
  expect((await find()).said.join("\n")).toContain("is set up");
});

testWithPython("what cannot be installed is said, and tried again the next time", PATIENCE, async () => {
  vi.stubEnv("SWIRL_PYTHON", "");
  write("requirements-lab.txt", "./no-such-package\n");
  await expect(find()).rejects.toThrow(/no-such-package[\s\S]*Setting up Python stopped/);
  write("requirements-lab.txt", "pip\n");
  expect((await find()).said.join("\n")).toContain("is set up");
});

test("one that is named is taken, and must run", async () => {
  vi.stubEnv("SWIRL_PYTHON", path.join(root, "none"));
  await expect(find()).rejects.toThrow(/does not run/);
});

test("a machine without Python is told what to install", () => {
  vi.stubEnv("PATH", root);
  expect(() => findBasePython()).toThrow(/no python3 was found.*install one/s);
});
