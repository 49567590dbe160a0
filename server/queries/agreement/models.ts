import type pg from "pg";
import { z } from "zod";
import type { PoolTable } from "@/domain/filtering/pool-table";
import { inBatches } from "../experiment/batches";

const Row = z.tuple([z.int(), z.int()]);

/** The model of each trajectory of a table; 0: not recorded. The caller holds a snapshot. */
export async function readModels(client: pg.ClientBase, table: Pick<PoolTable, "size" | "id">): Promise<Int32Array> {
  const models = new Int32Array(table.size);
  const text = "SELECT id, coalesce(model_id, 0) FROM trajectory WHERE id = ANY($1::int[]) ORDER BY id";
  let row = 0;
  for await (const batch of inBatches(client, text, [[...table.id]]))
    for (const given of batch) {
      models[row] = Row.parse(given)[1];
      row += 1;
    }
  return models;
}
