/** Says on a run that goes on what it suffers from at the moment, or takes it back. */
import type pg from "pg";
import type { RunRef } from "@/domain/run";

export async function tellTrouble(pool: pg.Pool, { kind, runId }: RunRef, trouble: string | null): Promise<void> {
  await pool.query(
    `UPDATE run_state SET message = $3
     WHERE kind = $1 AND run_id = $2 AND status = 'running' AND message IS DISTINCT FROM $3`,
    [kind, runId, trouble?.replaceAll("\0", " ") ?? null],
  );
}
