import type pg from "pg";
import { z } from "zod";

/** How long a running import or export may be silent. */
const SILENCE = "60 seconds";
const Swept = z.array(z.object({ id: z.int() }));

const MESSAGES = {
  import: "interrupted: nothing was kept; import the file again",
  export: "interrupted: the file is not complete; export it again",
} as const;

/** Marks imports and exports that stopped giving signs of life as failed. Answers how many there were. */
export async function sweepInterruptedWork(pool: pg.Pool): Promise<number> {
  let count = 0;
  for (const [table, message] of Object.entries(MESSAGES)) {
    const { rows } = await pool.query(
      `UPDATE ${table} SET status = 'failed', message = $1, finished_at = now()
       WHERE status = 'running' AND heartbeat_at < now() - $2::interval RETURNING id`,
      [message, SILENCE],
    );
    count += Swept.parse(rows).length;
  }
  return count;
}
