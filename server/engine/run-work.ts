/** What one worker does of one run: the chunks it holds, the pieces that wait, and the commits. */
import type pg from "pg";
import type { RunRef } from "@/domain/run";
import { Chunk } from "./chunk";
import { Committer } from "./committer";
import type { OpenRun } from "./executor";
import { leaseChunk, releaseChunks } from "./leases";
import { Refusals } from "./refusals";
import type { Troubles } from "./troubles";

export type Piece = { piece: unknown; chunk: Chunk };

export const keyOf = ({ kind, runId }: RunRef): string => `${kind} ${runId}`;

type Surroundings = {
  pool: pg.Pool;
  workerId: string;
  /** Chunks that this worker holds or is letting go of, of all runs */
  held: Set<number>;
  losses: () => number;
  onCommitted: (run: RunWork, count: number) => void;
  onStopped: (run: RunWork) => void;
  onFault: (run: RunWork, error: unknown) => void;
};

export class RunWork {
  readonly ref: RunRef;
  readonly open: OpenRun<unknown, unknown>;
  readonly committer: Committer;
  readonly refusals = new Refusals();
  /** Pieces that were not begun yet */
  queue: Piece[] = [];
  underWay = 0;
  /** Whether a chunk may be free */
  hasWork = true;
  lastLease = 0;
  isAlive = true;
  readonly troubles: Troubles;
  readonly #chunks = new Map<number, Chunk>();
  readonly #around: Surroundings;

  constructor(ref: RunRef, open: OpenRun<unknown, unknown>, troubles: Troubles, around: Surroundings) {
    this.ref = ref;
    this.troubles = troubles;
    this.open = open;
    this.#around = around;
    this.committer = new Committer({
      ...around,
      run: ref,
      open,
      onCommitted: (count, finished) => {
        for (const chunk of finished) this.#forget(chunk);
        around.onCommitted(this, count);
      },
      onStopped: () => around.onStopped(this),
      onFault: (error) => around.onFault(this, error),
    });
  }

  get chunks(): number {
    return this.#chunks.size;
  }

  /** Leases a chunk and queues what is missing of it. Answers whether there was one. */
  async takeChunk(): Promise<boolean> {
    const { pool, workerId, held, losses } = this.#around;
    const row = await leaseChunk(pool, workerId, this.ref, [...held]);
    if (!row) {
      this.hasWork = false;
      return false;
    }
    const chunk = new Chunk(row.id, row.items, losses());
    held.add(chunk.id);
    this.#chunks.set(chunk.id, chunk);
    try {
      if (!this.isAlive) return await this.#release([chunk]).then(() => false);
      const pieces = await this.open.missing(chunk.items);
      if (!this.isAlive || chunk.isLost) return true;
      chunk.remaining = pieces.length;
      if (pieces.length === 0) this.committer.finish(chunk);
      for (const piece of pieces) this.queue.push({ piece, chunk });
      return true;
    } catch (error) {
      await this.#release([chunk]);
      throw error;
    }
  }

  /** Lets go of chunks that were held when `mine` was asked for and are no longer among them. */
  loseAllBut(mine: ReadonlySet<number>, heldThen: ReadonlySet<number>): void {
    const lost = [...this.#chunks.values()].filter((chunk) => heldThen.has(chunk.id) && !mine.has(chunk.id));
    if (lost.length === 0) return;
    for (const chunk of lost) chunk.lose();
    this.queue = this.queue.filter(({ chunk }) => !chunk.isLost);
    // A commit under way may hold results of them: not before it ends may this worker lease them again.
    this.committer.idle().then(() => {
      for (const chunk of lost) this.#forget(chunk);
    });
  }

  /** Ends the requests under way, which are sent again when they may be. */
  recall(): void {
    for (const chunk of this.#chunks.values()) chunk.recall();
  }

  /** Ends all work on the run at once; resolves when its chunks are given back. Nothing is committed afterwards. */
  async stop(): Promise<void> {
    this.isAlive = false;
    this.queue = [];
    const chunks = [...this.#chunks.values()];
    for (const chunk of chunks) chunk.lose();
    await this.committer.close();
    await this.#release(chunks);
  }

  /** Ends what is under way, but commits what is done. */
  async windDown(): Promise<void> {
    this.queue = [];
    for (const chunk of this.#chunks.values()) chunk.abort();
    await this.committer.drain();
  }

  async #release(chunks: readonly Chunk[]): Promise<void> {
    const { pool, workerId } = this.#around;
    // Where the database is away the lease runs out by itself.
    if (chunks.length > 0) {
      const ids = chunks.map((chunk) => chunk.id);
      await releaseChunks(pool, workerId, ids).catch(() => {});
    }
    for (const chunk of chunks) {
      chunk.lose();
      this.#forget(chunk);
    }
  }

  #forget(chunk: Chunk): void {
    this.#chunks.delete(chunk.id);
    this.#around.held.delete(chunk.id);
  }
}
