/** The runs that share an endpoint: its slots, its health, and the requests under way. */
import { ChatFailure, type ChatReply, type ChatRequest, isPassing } from "@/domain/chat";
import type { Endpoint } from "@/domain/endpoint";
import { afterFailure, afterGood, downFor, type Health, newHealth } from "@/domain/engine/retry";
import { piecesFor } from "@/domain/engine/shares";
import { formatDuration } from "@/domain/format";
import { complete } from "@/server/adapters/llm/complete";
import { chat } from "./chat";
import { type Chunk, Recalled } from "./chunk";
import { now } from "./clock";
import { Gate } from "./gate";
import { Lane, type LaneHost } from "./lane";
import type { Piece, RunWork } from "./run-work";

/** Pieces to have waiting at most on account of slots that are not this worker's yet. */
const STOCK = 64;
/** Time without a good reply from which on the pages of its runs say so. */
const TROUBLE_MS = 5_000;
/** What an endpoint that seems to be down may take to answer something small before its runs pause. */
const SMALL_MS = 10_000;
const SMALL: ChatRequest = {
  messages: [{ role: "user", content: "Answer with the single word: ready" }],
  maxTokens: 8,
};

type EndpointHost = LaneHost & {
  isTrusted: () => boolean;
  pause: (run: RunWork, message: string) => void;
};

export class EndpointLane extends Lane {
  readonly gate: Gate;
  /** Set while slots are being asked for */
  isBalancing = false;
  #endpoint: Endpoint;
  #health: Health = newHealth();
  #small: Promise<unknown> | null = null;
  /** When the first was asked since the last good reply */
  #smallAt = Number.NEGATIVE_INFINITY;
  readonly #host: EndpointHost;

  constructor(endpoint: Endpoint, host: EndpointHost) {
    super(host);
    this.#endpoint = endpoint;
    this.#host = host;
    this.gate = new Gate(host.isTrusted);
  }

  override get endpoint(): Endpoint {
    return this.#endpoint;
  }

  override get target(): number {
    return piecesFor(this.gate.limit);
  }

  override get stock(): number {
    return Math.max(this.target, Math.min(piecesFor(this.#endpoint.maxConcurrency), STOCK));
  }

  /** Requests it could have under way */
  get wanted(): number {
    return Math.min(this.#endpoint.maxConcurrency, Math.max(this.pieces, this.gate.wanted));
  }

  /** Follows what was edited while its runs go on. What a request says stays as it was when the run was opened. */
  follow(edited: Pick<Endpoint, "maxConcurrency" | "timeoutMs" | "patienceMs">): void {
    const { maxConcurrency, timeoutMs, patienceMs } = edited;
    const now = this.#endpoint;
    if (maxConcurrency === now.maxConcurrency && timeoutMs === now.timeoutMs && patienceMs === now.patienceMs) return;
    this.#endpoint = { ...now, maxConcurrency, timeoutMs, patienceMs };
  }

  /** Whether the others count slots as this worker's */
  hasSlots = false;

  setSlots(slots: number): void {
    if (slots === this.gate.limit) return;
    this.gate.setLimit(slots);
    this.pump();
  }

  /** Ends every request under way and sends none before slots are given anew. */
  recall(): void {
    this.gate.setLimit(0);
    for (const run of this.runs) run.recall();
  }

  hasAnsweredSince(time: number): boolean {
    return this.#health.lastGoodAt >= time;
  }

  /** Whether its patience is over: its runs pause unless something small is answered. */
  get isSilent(): boolean {
    return downFor(this.#health, now(), this.#endpoint.patienceMs) !== null;
  }

  override chat(run: RunWork, { chunk }: Piece, request: ChatRequest): Promise<ChatReply> {
    return chat(this, run, chunk, request);
  }

  /**
   * Sends a request once a slot is free. Answers the reply, why it failed, or that it was recalled. Throws the reason of
   * the chunk's signal, and what is no failure of a completion.
   */
  async send(run: RunWork, chunk: Chunk, request: ChatRequest): Promise<ChatReply | ChatFailure | "recalled"> {
    await this.gate.enter(run, chunk.signal);
    const startedAt = now();
    try {
      const { maxConcurrency, timeoutMs } = this.#endpoint;
      const endpoint = { ...(run.open.endpoint ?? this.#endpoint), maxConcurrency, timeoutMs };
      const reply = await complete(endpoint, request, { signal: chunk.flights });
      this.#health = afterGood(now());
      return reply;
    } catch (error) {
      if (chunk.signal.aborted) throw chunk.signal.reason;
      if (error instanceof Recalled) return "recalled";
      if (!(error instanceof ChatFailure)) throw error;
      // Who refuses a request is there.
      if (isPassing(error.kind)) this.#health = afterFailure(this.#health, startedAt, error.message);
      else if (error.kind !== "misconfigured") this.#health = afterGood(now());
      return error;
    } finally {
      this.gate.leave(run);
    }
  }

  /** Finds out whether the endpoint answers at all; one such request at a time. */
  async askSomethingSmall(run: RunWork, chunk: Chunk): Promise<void> {
    if (!this.#small) {
      if (this.#health.lastGoodAt >= this.#smallAt) this.#smallAt = now();
      this.#small = this.send(run, chunk, SMALL)
        .catch(() => {})
        .finally(() => {
          this.#small = null;
        });
    }
    await this.#small;
    chunk.signal.throwIfAborted();
  }

  pause(run: RunWork, message: string): void {
    this.#host.pause(run, message);
  }

  /** Pauses its runs where the endpoint has given no good reply for as long as it may, or refuses all that one asks. */
  checkHealth(): void {
    const { name, patienceMs } = this.#endpoint;
    for (const run of this.runs) {
      const refusal = run.refusals.check(run);
      if (refusal) this.#host.pause(run, `The endpoint ${name} ${refusal} Put this right, then press Resume.`);
    }
    this.#tellTrouble();
    const silence = downFor(this.#health, now(), patienceMs);
    if (silence === null || (this.#small && now() - this.#smallAt < SMALL_MS)) return;
    const message =
      `The endpoint ${name} has given no good reply for ${formatDuration(silence)}; the last attempt: ` +
      `${this.#health.lastFailure} Press Resume once it answers again.`;
    this.#health = newHealth();
    this.#smallAt = Number.NEGATIVE_INFINITY;
    this.gate.unhold();
    for (const run of this.runs) this.#host.pause(run, message);
  }

  /** A run that goes on says while its endpoint gives no good reply; the first failure is named until it does. */
  #tellTrouble(): void {
    const { name, patienceMs } = this.#endpoint;
    const isInTrouble = downFor(this.#health, now(), TROUBLE_MS) !== null;
    for (const run of this.runs) {
      if (isInTrouble && run.troubles.has("endpoint")) continue;
      const trouble = `The endpoint ${name} gives no good reply at the moment: ${this.#health.lastFailure} Requests are sent again; after ${formatDuration(patienceMs)} without one the run pauses.`;
      run.troubles.set("endpoint", isInTrouble ? trouble : null);
    }
  }
}
