import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { formatCount } from "@/domain/format";
import type { Db } from "@/server/db";

export const RemoveEndpoint = z.object({ id: z.int32().positive() });
const Runs = z.tuple([z.object({ open: z.int() })]);

/** Removes an endpoint; its models stay. Throws `conflict` while a run that is not over needs it. */
export async function removeEndpoint({ pool }: Db, { id }: z.output<typeof RemoveEndpoint>): Promise<{ id: number }> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    // A run that starts refers to this row, so it starts before this or not at all.
    await client.query("SELECT id FROM endpoint WHERE id = $1 FOR UPDATE", [id]);
    const { rows } = await client.query(
      "SELECT count(*) AS open FROM run_state WHERE endpoint_id = $1 AND status IN ('running', 'paused')",
      [id],
    );
    const [{ open }] = Runs.parse(rows);
    if (open > 0)
      throw new StudioError(
        "conflict",
        `${formatCount(open, "run that is not over needs", "runs that are not over need")} this endpoint: let ${open === 1 ? "it" : "them"} finish or cancel ${open === 1 ? "it" : "them"} first.`,
      );
    await client.query("DELETE FROM endpoint WHERE id = $1", [id]);
    await client.query("COMMIT");
    return { id };
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}
