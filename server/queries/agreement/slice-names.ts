import type pg from "pg";
import { z } from "zod";

const Row = z.object({ id: z.int(), name: z.string() });

/** Names of question sets or models by id. */
export async function readNames(
  client: pg.ClientBase,
  table: "question_set" | "model",
  ids: readonly number[],
): Promise<Map<number, string>> {
  const { rows } = await client.query(`SELECT id, name FROM ${table} WHERE id = ANY($1::int[])`, [ids]);
  return new Map(
    z
      .array(Row)
      .parse(rows)
      .map(({ id, name }) => [id, name]),
  );
}
