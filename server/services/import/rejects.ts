/** Places of a file that could not be used: kept with their text, outside the data's transaction. */
import type pg from "pg";

const KEPT_BYTES = 1 << 20;
const BATCH = 200;
const BATCH_BYTES = 8 << 20;

type Reject = { line: number; reason: string; raw: Buffer; truncated: boolean };

export class Rejects {
  private waiting: Reject[] = [];
  private waitingBytes = 0;
  /** How many places were put aside so far */
  count = 0;
  /** Why the first of them could not be used */
  first: string | null = null;

  constructor(
    private readonly db: pg.Pool,
    private readonly importId: number,
  ) {}

  add(line: number, reason: string, raw: Buffer, isCut = false): void {
    this.count += 1;
    this.first ??= `line ${line}: ${reason}`;
    // A copy: a slice would keep the whole chunk of the file alive.
    const kept = Buffer.from(raw.subarray(0, KEPT_BYTES));
    this.waiting.push({ line, reason, raw: kept, truncated: isCut || raw.length > KEPT_BYTES });
    this.waitingBytes += kept.length;
  }

  async flushIfLarge(): Promise<void> {
    if (this.waiting.length >= BATCH || this.waitingBytes >= BATCH_BYTES) await this.flush();
  }

  async flush(): Promise<void> {
    const batch = this.waiting;
    if (batch.length === 0) return;
    this.waiting = [];
    this.waitingBytes = 0;
    const first = this.count - batch.length;
    await this.db.query(
      `INSERT INTO import_reject (import_id, idx, line, reason, raw, truncated)
       SELECT $1, * FROM unnest($2::int[], $3::int[], $4::text[], $5::bytea[], $6::bool[])`,
      [
        this.importId,
        batch.map((_, index) => first + index),
        batch.map((item) => Math.min(item.line, 2_147_483_647)),
        batch.map((item) => item.reason.replaceAll("\0", "\uFFFD").toWellFormed()),
        batch.map((item) => item.raw),
        batch.map((item) => item.truncated),
      ],
    );
  }
}
