/** Exports that are being written now. */
import type pg from "pg";
import { z } from "zod";
import { Count, Id, IsoTime } from "./row-types";

const Row = z.object({
  id: Id,
  fileName: z.string(),
  rows: Count,
  expectedRows: Count.nullable(),
  startedAt: IsoTime,
});
export type RunningExport = z.infer<typeof Row>;

/** What has not been heard of for a minute is not running any more, whatever its row says. */
export async function listRunningExports(pool: pg.Pool): Promise<RunningExport[]> {
  const { rows } = await pool.query(
    `SELECT id, file_name AS "fileName", rows, expected_rows AS "expectedRows", started_at AS "startedAt"
     FROM export WHERE status = 'running' AND heartbeat_at > now() - interval '1 minute' ORDER BY id DESC LIMIT 20`,
  );
  return z.array(Row).parse(rows);
}
