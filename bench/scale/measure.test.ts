/** That the benchmark itself works; how fast anything is depends on the machine and is not looked at. */
import { mkdtemp, readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { createTestDatabase } from "@/server/testing/database";
import { WORKS } from "./goals";
import { measureAt } from "./measure";
import { Row } from "./results";

const ONCE = { warmUp: 1, least: 2, most: 2, budgetMs: 0 };

test("a small run measures every work", async () => {
  const database = await createTestDatabase();
  const folder = await mkdtemp(path.join(os.tmpdir(), "swirl-bench-test-"));
  try {
    const exports = { least: 1, budgetMs: 0 };
    const sizes = { trajectories: 200, seed: "test", quick: ONCE, slow: ONCE, exports, judged: 200 };
    const { rows, failed } = await measureAt(database.url, folder, sizes, () => {});
    expect(failed).toEqual([]);
    expect(rows.map(({ work }) => work)).toEqual(WORKS);
    for (const row of rows) {
      const { median, p95, limit, ratio } = Row.parse(row);
      for (const figure of [median, p95]) expect(figure).toBeGreaterThan(0);
      for (const figure of [limit, ratio]) expect(figure ?? 1).toBeGreaterThan(0);
      expect(ratio === null).toBe(limit === null);
      expect([median, p95, limit ?? 1, ratio ?? 1].every(Number.isFinite)).toBe(true);
    }
    const beside = rows.filter(({ limit }) => limit !== null).map(({ work }) => work);
    expect(beside).toEqual(["import", "import-searchable", "browse", "experiment", "export"]);
    expect(await readdir(folder)).toEqual([]);
  } finally {
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);
