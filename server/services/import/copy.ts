/** Bulk writing: rows to PostgreSQL through COPY in text format. */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";

export type CopyValue = string | number | bigint | boolean | Date | Buffer | readonly string[] | null | undefined;

const CHUNK = 1 << 18;

/** Writes rows to columns of a table inside the caller's transaction. Names come from code, never from input. */
export async function copyRows(
  client: pg.PoolClient,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly CopyValue[]>,
): Promise<void> {
  const stream = client.query(copyFrom(`COPY ${table} (${columns.join(", ")}) FROM STDIN`));
  await pipeline(Readable.from(encode(rows)), stream);
}

function* encode(rows: Iterable<readonly CopyValue[]>): Generator<Buffer> {
  let text = "";
  for (const row of rows) {
    text += `${row.map(field).join("\t")}\n`;
    if (text.length < CHUNK) continue;
    yield Buffer.from(text, "utf8");
    text = "";
  }
  if (text !== "") yield Buffer.from(text, "utf8");
}

const ESCAPES: Record<string, string> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const escapeText = (text: string) =>
  /[\\\n\r\t]/.test(text) ? text.replace(/[\\\n\r\t]/g, (c) => ESCAPES[c] ?? c) : text;

function field(value: CopyValue): string {
  if (value === null || value === undefined) return "\\N";
  if (typeof value === "string") return escapeText(value);
  if (typeof value === "boolean") return value ? "t" : "f";
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString("hex")}`;
  if (value instanceof Date) return value.toISOString();
  return escapeText(`{${value.map((item) => `"${item.replace(/["\\]/g, (c) => `\\${c}`)}"`).join(",")}}`);
}

/** Text as a text column can hold it: NUL and lone surrogates become U+FFFD. Columns of type json keep both. */
export function plainText(text: string): string;
export function plainText(text: string | null | undefined): string | null;
export function plainText(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  return text.replaceAll("\0", "\uFFFD").toWellFormed();
}

/** Takes `count` numbers from a serial column's sequence, in ascending order. */
export async function takeIds(client: pg.PoolClient, table: string, count: number): Promise<number[]> {
  if (count === 0) return [];
  const { rows } = await client.query<{ id: number }>(
    `SELECT nextval(pg_get_serial_sequence($1, 'id'))::int AS id FROM generate_series(1, $2::int) ORDER BY 1`,
    [table, count],
  );
  return rows.map((row) => row.id);
}
