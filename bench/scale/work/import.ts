/** A file into the studio, beside PostgreSQL's COPY of the same rows. */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import type { Db } from "@/server/db";
import { indexSearchWords } from "@/server/jobs/index-search";
import { importFile } from "@/server/services/import/import-file";
import { makeRow, type Row } from "../results";
import { timed } from "../sampling";
import { copyPlainly } from "./plain-copy";

const SECOND = 1_000;
const IMPORTED = ["passage", "question", "question_passage", "trajectory", "step", "judgment", "verdict", "outcome"];
const SEARCHABLE = [...IMPORTED, "step_search"];

/** `folder` takes a table at a time. Throws where the file does not become the whole pool. */
export async function measureImport(
  db: Db,
  { file, folder, trajectories }: { file: string; folder: string; trajectories: number },
): Promise<Row[]> {
  await db.pool.query("CHECKPOINT");
  const importMs = await timed(() => importWhole(db, file, trajectories));
  const indexMs = await timed(() => indexSearchWords(db.pool));
  // As autovacuum would in the minutes after.
  await db.pool.query("VACUUM (ANALYZE)");
  const copied = await copyPlainly(db, SEARCHABLE, path.join(folder, "rows.copy"));
  const copyMs = (tables: string[]) => tables.reduce((sum, table) => sum + (copied.get(table) ?? 0), 0);
  const rate = (ms: number) => (trajectories / ms) * SECOND;
  const megabytes = (await stat(file)).size / 1e6;
  const note = `${megabytes.toFixed(0)} MB of JSON Lines in ${(importMs / SECOND).toFixed(1)} s, one file, once.`;
  return [
    makeRow("import", [rate(importMs)], { limit: rate(copyMs(IMPORTED)), note }),
    makeRow("import-searchable", [rate(importMs + indexMs)], { limit: rate(copyMs(SEARCHABLE)) }),
  ];
}

async function importWhole(db: Db, file: string, trajectories: number): Promise<void> {
  const body = createReadStream(file, { highWaterMark: 1 << 20 });
  const report = await importFile(db, { fileName: path.basename(file), body, totalBytes: null });
  const { added } = report.counts.trajectories;
  if (report.status !== "done" || report.rejected > 0 || added !== trajectories)
    throw new Error(`The pool was not imported: ${added} trajectories, ${report.rejected} rejected. ${report.message}`);
}
