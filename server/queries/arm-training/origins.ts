/** The rollout runs that kept trajectories come from. */
import type pg from "pg";
import { z } from "zod";
import type { DataOrigin } from "@/server/queries/training/data-check";

const Origin = z.object({ name: z.string(), trajectories: z.int(), isSample: z.boolean(), settings: z.string() });

/** The largest part first. */
export async function readOriginsOf(db: pg.ClientBase, trajectories: readonly number[]): Promise<DataOrigin[]> {
  const { rows } = await db.query(
    `SELECT r.name, k.trajectories, r.is_sample AS "isSample", r.settings::text AS settings
     FROM (SELECT rollout_run_id, count(*) AS trajectories FROM trajectory WHERE id = ANY($1::int[]) GROUP BY 1) k
     JOIN rollout_run r ON r.id = k.rollout_run_id ORDER BY k.trajectories DESC, r.id`,
    [trajectories],
  );
  return z.array(Origin).parse(rows);
}
