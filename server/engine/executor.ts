/**
 * What the engine asks of each kind of run. The engine leases chunks, bounds requests, retries, batches commits and
 * counts; an executor knows what one piece of work is, how to do it and how to write it.
 */
import type pg from "pg";
import type { ChatReply, ChatRequest } from "@/domain/chat";
import type { Endpoint } from "@/domain/endpoint";
import type { RunKind } from "@/domain/run";
import type { Db } from "@/server/db";

/** What a piece may use while it is being done. */
export type PieceTools = {
  /** Aborted when the run is paused or cancelled, the lease is lost, or the worker stops */
  signal: AbortSignal;
  /**
   * One completion of the run's endpoint: waits for a free slot, repeats what may pass, counts. Throws ChatFailure of a
   * kind that does not pass (`refused`, `context-overflow`), or the signal's reason.
   */
  chat(request: ChatRequest): Promise<ChatReply>;
};

/** A row for run_failure: what could not be done. */
export type Failure = {
  itemId: number;
  sampleIndex?: number;
  stepIdx?: number;
  /** A word to count it by */
  failure: string;
  message: string;
  raw?: string;
};

/** What came of a piece, ready to be committed. One result counts as one trajectory done. */
export type Result<Data> = {
  data: Data;
  /** Counted as `end:<endState>` */
  endState?: string;
  promptTokens: number;
  completionTokens: number;
  failures?: Failure[];
};

/** A run that a worker has opened. */
export type OpenRun<Piece, Data> = {
  /** Whose slots its requests take; null for work without requests */
  endpoint: Endpoint | null;
  /** The pieces of a chunk that are not committed yet. Each becomes one trajectory made, judged or labelled. */
  missing(items: readonly number[]): Promise<Piece[]>;
  perform(piece: Piece, tools: PieceTools): Promise<Result<Data>>;
  /** Writes results inside the engine's transaction, which has checked that the run is running and the chunk leased. */
  commit(client: pg.PoolClient, results: readonly Result<Data>[]): Promise<void>;
};

export type Suffer = (trouble: string | null) => void;

/** Methods, not properties, so that an executor of its own pieces is one of unknown pieces to the engine. */
export type Executor = {
  kind: RunKind;
  /**
   * Loads a run's settings, once for a worker. What it throws pauses the run with that message. `suffer` shows on the
   * run's page, at once and while it goes on, what a tool of it is waiting for; null takes that back.
   */
  open(db: Db, runId: number, suffer: Suffer): Promise<OpenRun<unknown, unknown>>;
};
