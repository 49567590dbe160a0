import pg from "pg";
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import type { NewReview } from "@/domain/review/plan";
import type { Db } from "@/server/db";
import { copyRows, plainText } from "@/server/services/import/copy";
import { inTransaction } from "@/server/transaction";
import { drawItems } from "./draw";

const Made = z.array(z.object({ id: z.int() }));

/**
 * Draws a review and keeps it; the same key makes it once. Throws precondition where nothing can be drawn, conflict
 * where the name is taken or trajectories went while it was drawn.
 */
export async function createReview(db: Db, { key, name, pool, plan }: NewReview): Promise<{ id: number }> {
  const there = await findByKey(db, key);
  if (there) return there;
  const { items, strata, trajectories } = await drawItems(db, { pool, plan });
  try {
    return await inTransaction(db.pool, async (client) => {
      const held = await client.query("SELECT id FROM trajectory WHERE id = ANY($1::int[]) FOR KEY SHARE", [
        trajectories,
      ]);
      if (held.rowCount !== new Set(trajectories).size)
        throw new StudioError("conflict", "Trajectories of this pool were removed just now: draw again.");
      const { rows } = await client.query(
        "INSERT INTO review (key, name, pool, plan, population) VALUES ($1, $2, $3, $4, $5) RETURNING id",
        [key, plainText(name), JSON.stringify(pool), JSON.stringify(plan), JSON.stringify(strata)],
      );
      const [made] = Made.parse(rows);
      if (!made) throw new Error("An inserted review has an id.");
      const columns = ["review_id", "idx", "trajectory_id", "step", "probability", "stratum"];
      const drawn = items.map(({ step, probability, stratum }, idx) => [
        ...[made.id, idx, trajectories[idx], step, probability, stratum],
      ]);
      await copyRows(client, "review_item", columns, drawn);
      return made;
    });
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== "23505") throw error;
    const meanwhile = await findByKey(db, key);
    if (meanwhile) return meanwhile;
    throw new StudioError("conflict", `There is a review "${name}" already: choose another name.`);
  }
}

async function findByKey(db: Db, key: string): Promise<{ id: number } | undefined> {
  const { rows } = await db.pool.query("SELECT id FROM review WHERE key = $1", [key]);
  return Made.parse(rows)[0];
}
