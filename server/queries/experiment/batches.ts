import type pg from "pg";

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
