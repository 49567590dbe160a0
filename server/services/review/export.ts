/** A review as JSON Lines: what was asked and drawn, and everything that people ruled. */
import type { Db } from "@/server/db";
import { readExportItems } from "@/server/queries/review/export-rows";
import { findReview } from "./find";

export type ReviewExport = {
  chunks: AsyncGenerator<Uint8Array, void>;
  /** Of what was written so far: drawn items, and those that nobody is done with */
  counts(): { items: number; notDone: number };
};

/**
 * First the review itself, then each drawn item, ruled on or not, from one snapshot of the database. Throws not-found
 * when it is read.
 */
export function exportReview(db: Db, id: number): ReviewExport {
  let items = 0;
  let notDone = 0;
  async function* chunks() {
    const client = await db.pool.connect();
    let isWhole = false;
    try {
      await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
      const { key, name, pool, plan, population, createdAt } = await findReview(client, id);
      yield line({ type: "review", key, name, createdAt, pool, plan, strata: population });
      for await (const { stratum, ...item } of readExportItems(client, { id, key })) {
        items += 1;
        if (!item.people.some(({ isDone }) => isDone)) notDone += 1;
        yield line({ type: "item", ...item, stratum: population[stratum]?.name ?? null });
      }
      await client.query("COMMIT");
      isWhole = true;
    } finally {
      client.release(!isWhole);
    }
  }
  return { chunks: chunks(), counts: () => ({ items, notDone }) };
}

const line = (value: unknown): Uint8Array => Buffer.from(`${JSON.stringify(value)}\n`);
