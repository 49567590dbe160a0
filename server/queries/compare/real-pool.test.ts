import { createReadStream, existsSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FilterMode } from "@/domain/filter";
import { EMPTY_POOL } from "@/domain/pool";
import { connect, type Db } from "@/server/db";
import { openExport } from "@/server/services/export/deliver";
import { prepareExport } from "@/server/services/export/prepare";
import { importFile } from "@/server/services/import/import-file";
import { resolveRun } from "@/server/services/runs";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { comparePool } from "./compare-pool";

const FOLDER = path.resolve(import.meta.dirname, "../../../../shared/data/agentprocessbench");
const isThere = existsSync(FOLDER);
if (!isThere) console.warn("../shared/data/agentprocessbench is absent: its known figures are not checked");

/** trajectories, sub-trajectories by mode, as its README counts them straight from the files */
const KNOWN: Record<string, Record<FilterMode, [number, number]>> = {
  "deepseek-v3.2": { none: [250, 734], outcome: [163, 410], process: [187, 513], "process-and-outcome": [138, 355] },
  "qwen3-8b": { none: [250, 734], outcome: [163, 410], process: [218, 646], "process-and-outcome": [147, 376] },
  "llama-3.2-3b": { none: [250, 734], outcome: [163, 410], process: [244, 712], "process-and-outcome": [160, 401] },
};

describe.skipIf(!isThere)("real trajectories with real judges", () => {
  let database: TestDatabase;
  let db: Db;
  const runs = new Map<string, number>();
  beforeAll(async () => {
    database = await createTestDatabase();
    db = connect(database.url);
    await importOne("hotpotqa.jsonl");
    for (const judge of Object.keys(KNOWN)) {
      const before = await judgingRuns();
      await importOne(`judges/${judge}.jsonl`);
      const [added] = (await judgingRuns()).filter((id) => !before.includes(id));
      runs.set(judge, added ?? 0);
    }
  }, 120_000);
  afterAll(async () => {
    await db.close();
    await database.drop();
  });

  async function importOne(name: string): Promise<void> {
    const file = path.join(FOLDER, name);
    const report = await importFile(db, { fileName: name, body: createReadStream(file), totalBytes: null });
    expect(report, report.message ?? "").toMatchObject({ status: "done", rejected: 0 });
  }
  async function judgingRuns(): Promise<number[]> {
    const { rows } = await db.pool.query<{ id: number }>("SELECT id FROM judging_run");
    return rows.map((row) => row.id);
  }

  test.each(Object.keys(KNOWN))("%s keeps what is known", async (name) => {
    const judge = runs.get(name) ?? 0;
    const pool = { ...EMPTY_POOL, judge, scope: judge };
    const comparison = await comparePool(db, pool);
    for (const [mode, [trajectories, subTrajectories]] of Object.entries(KNOWN[name] ?? {})) {
      expect(comparison.modes[mode as FilterMode], mode).toMatchObject({ trajectories, subTrajectories });
      const id = await prepareExport(db, {
        format: "sub-trajectories",
        pool,
        mode: mode as FilterMode,
        file: "jsonl",
        gzip: false,
      });
      let lines = 0;
      for await (const block of (await openExport(db, id)).chunks)
        lines += block.filter((byte) => byte === 0x0a).length;
      expect(lines, mode).toBe(subTrajectories);
    }
  });

  test("the matrix of deepseek-v3.2 is what is known", async () => {
    const judge = runs.get("deepseek-v3.2") ?? 0;
    expect((await comparePool(db, { ...EMPTY_POOL, judge, scope: judge })).matrix).toEqual({
      reasonable: { correct: 138, incorrect: 49, unlabelled: 0 },
      unreasonable: { correct: 25, incorrect: 38, unlabelled: 0 },
      unjudged: { correct: 0, incorrect: 0, unlabelled: 0 },
    });
  });

  test("the people's labels are a judging run of the same pool", async () => {
    const { id } = await resolveRun(db.pool, "judging run", "human");
    expect((await comparePool(db, { ...EMPTY_POOL, judge: id, scope: id })).trajectories).toBe(250);
  });
});
