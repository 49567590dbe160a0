/** The runs that share one endpoint, or none: which piece is begun next, and when another chunk is worth leasing. */
import type { ChatRequest } from "@/domain/chat";
import type { Endpoint } from "@/domain/endpoint";
import { now } from "./clock";
import type { PieceTools } from "./executor";
import type { Piece, RunWork } from "./run-work";

/** Pieces of work without requests that are under way at once. */
const PIECES_WITHOUT_ENDPOINT = 8;
/** Chunks that runs without any may add to what is leased already. */
const FEW_CHUNKS = 6;
const BREATH_MS = 8;

export type LaneHost = {
  /** A piece threw something that is neither a failed completion nor the end of its lease */
  onThrown: (run: RunWork, piece: Piece, error: unknown) => void;
  /** More could be leased */
  onHungry: (lane: Lane) => void;
};

export class Lane {
  readonly runs = new Set<RunWork>();
  /** Set while a chunk is being leased for it */
  isRefilling = false;
  #underWay = 0;
  #breathAt = now();
  readonly #host: LaneHost;

  constructor(host: LaneHost) {
    this.#host = host;
  }

  /** Whose slots its requests take; null for work without requests */
  get endpoint(): Endpoint | null {
    return null;
  }

  /** Pieces to have under way */
  get target(): number {
    return PIECES_WITHOUT_ENDPOINT;
  }

  /** Pieces to have waiting, so that the next chunk is there in time */
  get stock(): number {
    return this.target;
  }

  get pieces(): number {
    let queued = 0;
    for (const run of this.runs) queued += run.queue.length;
    return queued + this.#underWay;
  }

  /** The run to lease a chunk of next, or null where enough is leased: the one whose last lease is the longest ago. */
  nextToLease(): RunWork | null {
    let queued = 0;
    let chunks = 0;
    for (const run of this.runs) {
      queued += run.queue.length;
      chunks += run.chunks;
    }
    let best: RunWork | null = null;
    for (const run of this.runs) {
      const isWorthIt = queued < this.stock || (run.chunks === 0 && chunks < FEW_CHUNKS);
      if (!run.isAlive || !run.hasWork || run.committer.isFull || !isWorthIt) continue;
      if (!best || run.lastLease < best.lastLease) best = run;
    }
    return best;
  }

  /** Begins pieces until enough are under way. */
  pump(): void {
    while (this.#underWay < this.target) {
      const run = this.#nextToBegin();
      const piece = run?.queue.shift();
      if (!run || !piece) break;
      if (!piece.chunk.isLost) this.#begin(run, piece);
    }
    if (!this.isRefilling && this.nextToLease()) this.#host.onHungry(this);
  }

  /** Queues a piece that was interrupted by nobody's fault. */
  beginAgain(run: RunWork, piece: Piece): void {
    if (!run.isAlive || piece.chunk.isLost) return;
    run.queue.unshift(piece);
    this.pump();
  }

  chat(_run: RunWork, _piece: Piece, _request: ChatRequest): ReturnType<PieceTools["chat"]> {
    throw new Error("A run without an endpoint asked for a completion.");
  }

  #nextToBegin(): RunWork | null {
    let best: RunWork | null = null;
    for (const run of this.runs)
      if (run.queue.length > 0 && !run.committer.isFull && (!best || run.underWay < best.underWay)) best = run;
    return best;
  }

  async #begin(run: RunWork, piece: Piece): Promise<void> {
    this.#underWay++;
    run.underWay++;
    try {
      await this.#breathe();
      const { signal } = piece.chunk;
      signal.throwIfAborted();
      const chat = (request: ChatRequest) => this.chat(run, piece, request);
      const result = await run.open.perform(piece.piece, { signal, chat });
      if (!piece.chunk.isLost) run.committer.add(result, piece.chunk);
    } catch (error) {
      if (!piece.chunk.signal.aborted) this.#host.onThrown(run, piece, error);
    } finally {
      this.#underWay--;
      run.underWay--;
      if (run.underWay === 0 && run.queue.length === 0) run.committer.hurry();
      this.pump();
    }
  }

  /** Lets timers and sockets have their turn: pieces without requests may be pure computation. */
  async #breathe(): Promise<void> {
    if (this.endpoint || now() - this.#breathAt < BREATH_MS) return;
    await new Promise(setImmediate);
    this.#breathAt = now();
  }
}
