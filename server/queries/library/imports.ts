/** Imports as their list and their report show them. */
import type pg from "pg";
import { z } from "zod";
import { ImportCounts, ImportStatus } from "@/domain/import";
import { Count, Id, IsoTime } from "./row-types";

const Row = z.object({
  id: Id,
  fileName: z.string(),
  format: z.string().nullable(),
  status: ImportStatus,
  message: z.string().nullable(),
  bytes: Count,
  totalBytes: Count.nullable(),
  counts: ImportCounts,
  rejected: Count,
  startedAt: IsoTime,
  finishedAt: IsoTime.nullable(),
  /** Nothing was heard of a running import for a minute */
  isSilent: z.boolean(),
});
export type ImportRow = z.infer<typeof Row>;

const COLUMNS = `id, file_name AS "fileName", format, status, message, bytes, total_bytes AS "totalBytes", counts,
  rejected, started_at AS "startedAt", finished_at AS "finishedAt",
  status = 'running' AND heartbeat_at < now() - interval '1 minute' AS "isSilent"`;

/** The newest imports first; `before` is the id to go on from. */
export async function listImports(pool: pg.Pool, limit: number, before: number | null): Promise<ImportRow[]> {
  const { rows } = await pool.query(
    `SELECT ${COLUMNS} FROM import WHERE $2::int IS NULL OR id < $2 ORDER BY id DESC LIMIT $1`,
    [limit, before],
  );
  return z.array(Row).parse(rows);
}

export async function findImport(pool: pg.Pool, id: number): Promise<ImportRow | null> {
  const { rows } = await pool.query(`SELECT ${COLUMNS} FROM import WHERE id = $1`, [id]);
  return z.array(Row).parse(rows)[0] ?? null;
}
