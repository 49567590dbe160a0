/** An import's own row: visible while the data is not, because it is written outside the data's transaction. */
import type pg from "pg";
import { z } from "zod";
import { ImportCounts, type ImportReport, ImportStatus } from "@/domain/import";

const Row = z
  .object({
    id: z.int(),
    file_name: z.string(),
    format: z.string().nullable(),
    status: ImportStatus,
    message: z.string().nullable(),
    bytes: z.number(),
    total_bytes: z.number().nullable(),
    counts: ImportCounts,
    rejected: z.int(),
    started_at: z.date(),
    finished_at: z.date().nullable(),
  })
  .transform(
    (row): ImportReport => ({
      id: row.id,
      fileName: row.file_name,
      format: row.format,
      status: row.status,
      message: row.message,
      bytes: row.bytes,
      totalBytes: row.total_bytes,
      counts: row.counts,
      rejected: row.rejected,
      startedAt: row.started_at,
      finishedAt: row.finished_at,
    }),
  );

export async function createReport(db: pg.Pool, fileName: string, totalBytes: number | null): Promise<number> {
  const { rows } = await db.query<{ id: number }>(
    "INSERT INTO import (file_name, status, total_bytes) VALUES ($1, 'running', $2) RETURNING id",
    [fileName, totalBytes],
  );
  const id = rows[0]?.id;
  if (id === undefined) throw new Error("INSERT INTO import returned no row");
  return id;
}

export type Progress = {
  format: string | null;
  bytes: number;
  counts: ImportCounts;
  rejected: number;
  message: string | null;
};

/** Notes how far an import is. An import that was given up on meanwhile stays so. */
export async function updateReport(db: pg.Pool | pg.PoolClient, id: number, progress: Progress): Promise<void> {
  await db.query(
    `UPDATE import SET format = $2, bytes = $3, counts = $4, rejected = $5, message = $6, heartbeat_at = now()
     WHERE id = $1 AND status = 'running'`,
    [id, progress.format, progress.bytes, JSON.stringify(progress.counts), progress.rejected, progress.message],
  );
}

export type Ending = Progress & { status: Exclude<ImportStatus, "running">; sha256: string | null };

/**
 * Ends an import; in the data's own transaction where it succeeded, so that both become visible at once. There now()
 * would be the time at which that transaction began. What is done stays done: the answer to COMMIT can be lost on its way.
 */
export async function finishReport(db: pg.Pool | pg.PoolClient, id: number, ending: Ending): Promise<void> {
  await db.query(
    `UPDATE import SET status = $2, format = $3, bytes = $4, counts = $5, rejected = $6, message = $7, sha256 = $8,
       heartbeat_at = clock_timestamp(), finished_at = clock_timestamp()
     WHERE id = $1 AND ($2 = 'done' OR status <> 'done')`,
    [
      id,
      ending.status,
      ending.format,
      ending.bytes,
      JSON.stringify(ending.counts),
      ending.rejected,
      ending.message,
      ending.sha256,
    ],
  );
}

export async function readReport(db: pg.Pool, id: number): Promise<ImportReport | null> {
  const { rows } = await db.query("SELECT * FROM import WHERE id = $1", [id]);
  return rows[0] ? Row.parse(rows[0]) : null;
}
