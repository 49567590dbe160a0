/** The first lines of a file that could not be used, with their reasons. */
import type pg from "pg";
import { z } from "zod";
import { Count, Id } from "./row-types";

const Row = z.object({
  importId: Id,
  fileName: z.string(),
  line: Count,
  reason: z.string(),
  /** The beginning of the line as it stood in the file; bytes that are no UTF-8 show as replacement characters */
  excerpt: z.string(),
});
export type RejectRow = z.infer<typeof Row>;

const EXCERPT_BYTES = 400;

export async function listRejects(pool: pg.Pool, importId: number, limit: number): Promise<RejectRow[]> {
  const { rows } = await pool.query(
    `SELECT r.import_id AS "importId", i.file_name AS "fileName", r.line, r.reason,
       substring(r.raw FROM 1 FOR $3) AS excerpt
     FROM import_reject r JOIN import i ON i.id = r.import_id
     WHERE r.import_id = $1 ORDER BY r.idx LIMIT $2`,
    [importId, limit, EXCERPT_BYTES],
  );
  return z
    .array(Row.extend({ excerpt: z.instanceof(Buffer).transform((bytes) => bytes.toString("utf8")) }))
    .parse(rows);
}
