/** One row as the text of a JSON object, in pieces, so that a long list is never copied into one. */
import type { GrowingBytes } from "./blocks";

/** Some fields of a row; `rowText` puts them between braces. */
export type Fields = Iterable<Buffer>;

/** The pieces of one row on one line, without its line break. Each is valid until the next one is asked for. */
export function* rowText(...parts: Fields[]): Generator<Buffer> {
  let isFirst = true;
  for (const part of parts) {
    yield isFirst ? OPEN : COMMA;
    isFirst = false;
    yield* part;
  }
  yield CLOSE;
}

/** Fields whose values are small. Made once for all rows that share them. */
export function fields(values: Readonly<Record<string, unknown>>): Buffer[] {
  return [Buffer.from(JSON.stringify(values).slice(1, -1))];
}

/** A field whose value is JSON text on one line. */
export function jsonField(name: string, json: Buffer): Buffer[] {
  return [Buffer.from(`${JSON.stringify(name)}:`), json];
}

/** A field whose value is a list of the given items, each JSON text, joined by commas. */
export function* listField(name: string, ...lists: (GrowingBytes | Buffer)[]): Generator<Buffer> {
  yield Buffer.from(`${JSON.stringify(name)}:[`);
  let isFirst = true;
  for (const list of lists) {
    if (list.length === 0) continue;
    if (!isFirst) yield COMMA;
    isFirst = false;
    if (Buffer.isBuffer(list)) yield list;
    else yield* list.pieces();
  }
  yield CLOSE_LIST;
}

/** Adds items, themselves joined by commas, to a list of them. */
export function addItems(list: GrowingBytes, items: Buffer): void {
  if (items.length === 0) return;
  if (list.length > 0) list.append(COMMA);
  list.append(items);
}

const OPEN = Buffer.from("{");
const CLOSE = Buffer.from("}");
const COMMA = Buffer.from(",");
const CLOSE_LIST = Buffer.from("]");
