/** That the benchmark itself works; how fast anything is depends on the machine and is not looked at. */
import { expect, test } from "vitest";
import { createTestDatabase } from "@/server/testing/database";
import { measure } from "./measure";

test("a tiny benchmark counts every completion of both", async () => {
  const database = await createTestDatabase();
  try {
    const lines: string[] = [];
    const report = await measure(database.url, { pairs: 2, questions: 4 }, (line) => lines.push(line));
    expect(report).toMatchObject({ trajectories: 40, latencyMs: 50, slots: 64 });
    expect(report.completions).toBeGreaterThanOrEqual(40);
    expect(report.pairs).toHaveLength(2);
    expect(lines).toHaveLength(2);
    for (const pair of report.pairs) expect(pair.ratio).toBeGreaterThan(0);
  } finally {
    await database.drop();
  }
});
