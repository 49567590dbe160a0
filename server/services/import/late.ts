/**
 * Training runs and eval matrices on their way in: staged while the file is read, loaded once the judging and labelling
 * runs that they name are there. What an import brings is over, and stays as it is: nobody here follows or resumes it.
 */
import { z } from "zod";
import type { RecordOf } from "@/domain/studio-record";
import { copyRows } from "./copy";
import { loadEvalMatrix } from "./eval-matrices";
import type { Load, Origin } from "./load";
import { loadContext } from "./training-contexts";
import { loadTrainingRun } from "./training-runs";

export const LATE_TABLE = "CREATE TEMP TABLE staged_late (seq int, line int, record text) ON COMMIT DROP";

type LateRecord = RecordOf<"training-run"> | RecordOf<"training-context"> | RecordOf<"eval-matrix">;

const PAGE = 50;
const BATCH_LENGTH = 8 << 20;
const Staged = z.array(z.object({ seq: z.int(), line: z.int(), record: z.string() }));

export class LateStaging {
  private waiting: [seq: number, line: number, record: string][] = [];
  private waitingLength = 0;
  private count = 0;
  /** Runs that this import added, by key */
  private readonly added = new Map<string, number>();

  constructor(private readonly into: Load) {}

  async stage(record: LateRecord, { line }: Origin): Promise<void> {
    // As JSON, which writes NUL and lone surrogates as escapes, it fits a text column whatever is in it.
    const text = JSON.stringify(record);
    this.waiting.push([this.count++, line, text]);
    this.waitingLength += text.length;
    if (this.waitingLength >= BATCH_LENGTH) await this.write();
  }

  /** Writes all that was staged, in the order of the file. */
  async load(): Promise<void> {
    if (this.count === 0) return;
    await this.write();
    await this.into.client.query("CREATE INDEX ON staged_late (seq)");
    for (let next = 0; next < this.count; next += PAGE) {
      const { rows } = await this.into.client.query(
        "SELECT seq, line, record FROM staged_late WHERE seq >= $1 AND seq < $2 ORDER BY seq",
        [next, next + PAGE],
      );
      for (const { line, record } of Staged.parse(rows)) {
        const reason = await this.loadOne(JSON.parse(record));
        if (reason !== null) this.into.reject({ line, reject: "", raw: () => Buffer.from(record) }, reason);
      }
    }
  }

  /** Returns why it cannot be used, or null. A run that was there before keeps its contexts, too. */
  private async loadOne(record: LateRecord): Promise<string | null> {
    switch (record.type) {
      case "training-run":
        return loadTrainingRun(this.into, record, this.added);
      case "training-context":
        return loadContext(this.into.client, record, this.added);
      case "eval-matrix":
        return loadEvalMatrix(this.into, record);
    }
  }

  private async write(): Promise<void> {
    await copyRows(this.into.client, "staged_late", ["seq", "line", "record"], this.waiting);
    this.waiting = [];
    this.waitingLength = 0;
  }
}
