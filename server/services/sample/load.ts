import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { StudioError } from "@/domain/errors";
import type { Db } from "@/server/db";
import { importFile } from "@/server/services/import/import-file";
import { readProvenance, roundFile } from "./round";

/** The file name that the sample pool's import goes by. */
export const SAMPLE_FILE = "sample-pool.jsonl.gz";

/**
 * Loads the sample pool, a recorded round of the lab, through the importer, like any file. On a first start: only into
 * a database without question sets from which it was never removed. Returns null where there was nothing to do.
 */
export async function loadSamplePool(
  db: Db,
  { onlyOnFirstStart = false } = {},
): Promise<{ trajectories: number } | null> {
  if (onlyOnFirstStart) {
    const { rows } = await db.pool.query<{ started: boolean }>(
      "SELECT EXISTS (SELECT 1 FROM question_set) OR EXISTS (SELECT 1 FROM fact WHERE key = 'sample-pool') AS started",
    );
    if (rows[0]?.started) return null;
  }
  const file = roundFile();
  const [{ size }, provenance] = await Promise.all([stat(file), readProvenance()]);
  const report = await importFile(db, {
    ...{ fileName: SAMPLE_FILE, body: createReadStream(file), totalBytes: size },
    isAllOrNothing: true,
  });
  if (report.status !== "done")
    throw new StudioError("invalid", `The sample pool could not be loaded: ${report.message}`);
  await db.pool.query(
    `INSERT INTO fact (key, value) VALUES ('sample-pool', $1)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    [JSON.stringify({ loaded: provenance.sha256 })],
  );
  return { trajectories: report.counts.trajectories.added };
}
