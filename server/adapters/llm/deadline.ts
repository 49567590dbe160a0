/** Ends a request that takes too long, or that its caller no longer wants. */
import { EventEmitter, setMaxListeners } from "node:events";
import { ChatFailure } from "@/domain/chat";
import type { EndpointSettings } from "@/domain/endpoint";

export class Deadline {
  hasPassed = false;
  /** Says "abort"; an AbortSignal would cost a tenth of all the rest of a request. */
  readonly signal = new EventEmitter();
  readonly #endpoint: EndpointSettings;
  readonly #caller: AbortSignal;
  #timer: NodeJS.Timeout;

  constructor(endpoint: EndpointSettings, caller: AbortSignal) {
    this.#endpoint = endpoint;
    this.#caller = caller;
    this.#timer = setTimeout(pass, endpoint.timeoutMs, this);
    // All requests of a run may share one signal: many listeners are no leak.
    setMaxListeners(0, caller);
    // Not AbortSignal.any: on Node 20 what it makes lives as long as the caller's signal does.
    caller.addEventListener("abort", this, { once: true });
  }

  /** A piece of a streamed reply has come: the time begins anew. */
  renew(): void {
    this.#timer.refresh();
  }

  /** All that matters has come: only this much longer for the rest. */
  shorten(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(pass, milliseconds, this);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#caller.removeEventListener("abort", this);
  }

  failure(): ChatFailure {
    const { timeoutMs, isStreamed } = this.#endpoint;
    const time = `${timeoutMs / 1_000} s`;
    return new ChatFailure(
      "timeout",
      isStreamed ? `Nothing more of the reply came within ${time}.` : `No reply came within ${time}.`,
    );
  }

  /** The caller's signal. */
  handleEvent(): void {
    this.signal.emit("abort");
  }
}

function pass(deadline: Deadline): void {
  deadline.hasPassed = true;
  deadline.signal.emit("abort");
}
