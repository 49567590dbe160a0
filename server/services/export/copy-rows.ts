/** Reads the rows of a binary COPY: fields come with their length, so their bytes need no unescaping. */

/** The fields of one row as views into the received bytes, valid until the next `push`; null for SQL null. */
export type CopyRow = (Buffer | null)[];

const SIGNATURE = Buffer.from("PGCOPY\n\xff\r\n\0", "latin1");
const FIXED_HEADER = SIGNATURE.length + 8;

export class CopyRows {
  private pending: Buffer[] = [];
  private pendingBytes = 0;
  /** Bytes needed before parsing can go on: a large field is not looked at again for every packet of it */
  private needed = FIXED_HEADER;
  private started = false;
  private finished = false;

  /** The rows that `chunk` completes. */
  *push(chunk: Buffer): Generator<CopyRow> {
    this.pending.push(chunk);
    this.pendingBytes += chunk.length;
    if (this.pendingBytes < this.needed) return;
    const bytes = this.pending.length === 1 ? chunk : Buffer.concat(this.pending);
    let at = this.started ? 0 : this.readHeader(bytes);
    while (!this.finished) {
      const row = this.readRow(bytes, at);
      if (row === null) break;
      at = row.end;
      if (row.fields) yield row.fields;
    }
    const rest = bytes.subarray(at);
    this.pending = rest.length > 0 ? [rest] : [];
    this.pendingBytes = rest.length;
    this.needed -= at;
  }

  /** Throws when the rows stopped before the end that COPY announces. */
  end(): void {
    if (!this.finished) throw new Error("The database stopped in the middle of an export.");
  }

  private readHeader(bytes: Buffer): number {
    if (!bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE)) throw new Error("This is not a binary COPY.");
    this.started = true;
    return FIXED_HEADER + bytes.readInt32BE(FIXED_HEADER - 4);
  }

  /** null where the row is not complete yet; then `needed` says how much more there must be. */
  private readRow(bytes: Buffer, start: number): { end: number; fields: CopyRow | null } | null {
    let at = start;
    const has = (count: number) => {
      this.needed = at + count;
      return this.needed <= bytes.length;
    };
    if (!has(2)) return null;
    const count = bytes.readInt16BE(at);
    at += 2;
    if (count < 0) {
      this.finished = true;
      return { end: at, fields: null };
    }
    const fields: CopyRow = [];
    for (let field = 0; field < count; field += 1) {
      if (!has(4)) return null;
      const length = bytes.readInt32BE(at);
      at += 4;
      if (length < 0) {
        fields.push(null);
        continue;
      }
      if (!has(length)) return null;
      fields.push(bytes.subarray(at, at + length));
      at += length;
    }
    return { end: at, fields };
  }
}
