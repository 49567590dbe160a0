import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { GOAL_TRAJECTORIES } from "./goals";
import { tableText, withFigures } from "./report";
import { makeRow, Results } from "./results";

const ROOT = path.resolve(import.meta.dirname, "../..");
const RESULTS: Results = {
  trajectories: 1_000_000,
  rows: [
    makeRow("browse", [4, 5, 60], { limit: 1, note: "2 of 3 were odd." }),
    makeRow("export", [300], { limit: 600 }),
    makeRow("disk", [7.5]),
  ],
  seed: "1",
  measuredAt: "2026-01-02T03:04:05Z",
  machine: { cores: 2, memoryGb: 8, node: "20.19.0", postgres: "18.4" },
  notMeasured: ["the browser."],
  smaller: { trajectories: 10_000, rows: [makeRow("browse", [5]), makeRow("export", [1]), makeRow("disk", [0.01])] },
};

test("one table with both pools, the limit beside each work, and what was not measured", () => {
  const lines = tableText(RESULTS).split("\n");
  const cells = (word: string) => lines.find((line) => line.startsWith(word))?.split(/ {2,}/);
  expect(cells("browse ")).toEqual([
    "browse",
    "5",
    "5",
    "54.5",
    "ms",
    "median < 10 ms, p95 < 50 ms",
    "no",
    "1",
    "0.200",
    "0.00",
    "3",
  ]);
  expect(cells("export ")).toContain("0.500");
  // 750 times the disk for a hundred times the pool
  expect(cells("disk ")).toContain("1.44 !");
  expect(lines).toContain("browse: 2 of 3 were odd.");
  expect(lines).toContain("Not measured: the browser.");
  expect(tableText({ ...RESULTS, trajectories: 300, smaller: null })).toContain('of fewer, "met" says little');
});

test("the page keeps what is written by hand around the figures", () => {
  const page = readFileSync(path.join(ROOT, "docs", "performance.md"), "utf8");
  const once = withFigures(page, RESULTS);
  expect(withFigures(once, RESULTS)).toBe(once);
  expect(once).toContain("| browse | 5 | 5 | 54.5 | ms |");
  expect(once.split("<!--")[0]).toBe(page.split("<!--")[0]);
  expect(() => withFigures("# No place", RESULTS)).toThrow("no place");
});

// What a run left in the folder is nobody's business; skipped where none is committed, or where there is no git.
const committed = inGit("bench/results.json");
test.skipIf(committed === null)(
  "the figures that are committed are of a whole million, and the page tells them",
  () => {
    const results = Results.parse(JSON.parse(committed ?? ""));
    expect(results.trajectories).toBeGreaterThanOrEqual(GOAL_TRAJECTORIES);
    const page = inGit("docs/performance.md") ?? "";
    expect(withFigures(page, results)).toBe(page);
  },
);

function inGit(file: string): string | null {
  try {
    return execFileSync("git", ["show", `HEAD:${file}`], {
      cwd: ROOT,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch {
    return null;
  }
}
