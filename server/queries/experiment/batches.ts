import type pg from "pg";
import type { z } from "zod";

const ROWS = 20_000;
let cursors = 0;

/** The rows of a query in batches, each row a list of its columns; bounded memory. Needs a transaction. */
export async function* inBatches(
  client: pg.ClientBase,
  text: string,
  values: readonly unknown[],
): AsyncGenerator<unknown[][]> {
  cursors += 1;
  const name = `batches_${cursors}`;
  await client.query(`DECLARE ${name} NO SCROLL CURSOR FOR ${text}`, [...values]);
  for (;;) {
    const { rows } = await client.query({ text: `FETCH ${ROWS} FROM ${name}`, rowMode: "array" });
    if (rows.length > 0) yield rows;
    if (rows.length < ROWS) break;
  }
  await client.query(`CLOSE ${name}`);
}

/**
 * As `inBatches`, for millions of rows: the first of a batch is parsed, and the others are taken to be like it, which the
 * types of the query's columns see to. `shape` may not change what it parses.
 */
export async function* inTypedBatches<T extends readonly unknown[]>(
  client: pg.ClientBase,
  text: string,
  values: readonly unknown[],
  shape: z.ZodType<T, unknown>,
): AsyncGenerator<T[]> {
  for await (const batch of inBatches(client, text, values)) {
    shape.parse(batch[0]);
    yield batch as unknown as T[];
  }
}
