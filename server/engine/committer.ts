/** Gathers the results of one run and commits them in batches, one at a time. */
import type pg from "pg";
import type { RunRef } from "@/domain/run";
import type { Chunk } from "./chunk";
import { now } from "./clock";
import { type Batch, commitBatch } from "./commit-batch";
import type { OpenRun, Result } from "./executor";

const BATCH = 256;
/** From this many on a batch does not wait for more. */
const ENOUGH = 64;
const GATHER_MS = 40;
const COUNTERS_MS = 1_000;
/** Results in memory from which on no further piece is begun. */
const FULL = 1_024;

type Surroundings = {
  pool: pg.Pool;
  workerId: string;
  run: RunRef;
  open: OpenRun<unknown, unknown>;
  /** How often the database has been lost so far */
  losses: () => number;
  onCommitted: (count: number, finished: readonly Chunk[]) => void;
  /** The run is not running any more */
  onStopped: () => void;
  /** A batch could not be written for a reason that will not pass */
  onFault: (error: unknown) => void;
};

export class Committer {
  #pending: { result: Result<unknown>; chunk: Chunk }[] = [];
  #finished: Chunk[] = [];
  #counters = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #dueAt = 0;
  #running: Promise<void> | null = null;
  #isClosed = false;
  readonly #around: Surroundings;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  get isFull(): boolean {
    return this.#pending.length >= FULL;
  }

  add(result: Result<unknown>, chunk: Chunk): void {
    this.#pending.push({ result, chunk });
    this.#schedule(this.#pending.length >= ENOUGH ? 0 : GATHER_MS);
  }

  /** Nothing else is under way: waiting for more is of no use. */
  hurry(): void {
    if (this.#pending.length > 0) this.#schedule(0);
  }

  /** A chunk in which nothing was missing. */
  finish(chunk: Chunk): void {
    this.#finished.push(chunk);
    this.#schedule(GATHER_MS);
  }

  count(name: string): void {
    this.#counters.set(name, (this.#counters.get(name) ?? 0) + 1);
    this.#schedule(COUNTERS_MS);
  }

  /** Resolves when nothing is left to commit, or nothing can be. */
  async drain(): Promise<void> {
    while (
      !this.#isClosed &&
      (this.#running || this.#pending.length > 0 || this.#finished.length > 0 || this.#counters.size > 0)
    ) {
      this.#run();
      await this.#running;
    }
  }

  /** Resolves when no commit is under way. */
  async idle(): Promise<void> {
    await this.#running;
  }

  /** Drops what is not committed, and resolves when no commit is under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#pending = [];
    this.#finished = [];
    this.#counters.clear();
    clearTimeout(this.#timer);
    await this.#running;
  }

  #schedule(milliseconds: number): void {
    if (this.#isClosed || this.#running) return;
    const at = now() + milliseconds;
    if (this.#timer && this.#dueAt <= at) return;
    clearTimeout(this.#timer);
    this.#dueAt = at;
    this.#timer = setTimeout(() => this.#run(), milliseconds);
  }

  #run(): void {
    if (this.#isClosed || this.#running) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#running = this.#commit().finally(() => {
      this.#running = null;
      if (this.#pending.length > 0 || this.#finished.length > 0)
        this.#schedule(this.#pending.length >= ENOUGH ? 0 : GATHER_MS);
      else if (this.#counters.size > 0) this.#schedule(COUNTERS_MS);
    });
  }

  async #commit(): Promise<void> {
    const taken = this.#pending.splice(0, BATCH).filter(({ chunk }) => !chunk.isLost);
    const empty = this.#finished.splice(0).filter((chunk) => !chunk.isLost);
    const counters = this.#counters;
    this.#counters = new Map();
    const perChunk = new Map<Chunk, number>(empty.map((chunk) => [chunk, 0]));
    for (const { chunk } of taken) perChunk.set(chunk, (perChunk.get(chunk) ?? 0) + 1);
    if (perChunk.size === 0 && counters.size === 0) return;
    const ended = [...perChunk].filter(([chunk, count]) => chunk.remaining === count).map(([chunk]) => chunk);
    // Where the database was lost meanwhile, a commit it had confirmed may be gone (synchronous_commit = off).
    const isDoubtful = (chunk: Chunk) => chunk.losses !== this.#around.losses();
    const batch: Batch = {
      results: taken.map(({ result, chunk }) => ({ result, chunkId: chunk.id })),
      finished: ended.filter((chunk) => !isDoubtful(chunk)).map((chunk) => chunk.id),
      doubtful: ended.filter(isDoubtful).map((chunk) => chunk.id),
      counters,
    };
    try {
      const committed = await commitBatch(this.#around, batch, () => !this.#isClosed);
      if (committed === null) return this.#around.onStopped();
      let count = 0;
      for (const [chunk, n] of perChunk) {
        if (!committed.mine.has(chunk.id)) chunk.lose();
        else {
          count += n;
          if (chunk.remaining !== null) chunk.remaining -= n;
        }
      }
      this.#around.onCommitted(
        count,
        ended.filter((chunk) => !chunk.isLost),
      );
    } catch (error) {
      if (!this.#isClosed) this.#around.onFault(error);
    }
  }
}
