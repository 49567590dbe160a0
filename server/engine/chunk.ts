/** A chunk of a run that this worker has leased. */
import { setMaxListeners } from "node:events";

/** Why work on a chunk ended. It is no failure of anything. */
export class LetGo extends Error {
  constructor() {
    super("This chunk is no longer this worker's.");
    this.name = "LetGo";
  }
}

/** Why a request ended that is to be sent again: this worker may not send any at the moment. */
export class Recalled extends Error {}

export class Chunk {
  /** Pieces that are not committed yet; null until they are known */
  remaining: number | null = null;
  /** Nothing of it may be committed any more */
  isLost = false;
  readonly id: number;
  readonly items: readonly number[];
  /** How often the database had been lost when it was leased */
  readonly losses: number;
  readonly #work = controller();
  #flights = controller();

  constructor(id: number, items: readonly number[], losses: number) {
    this.id = id;
    this.items = items;
    this.losses = losses;
  }

  get signal(): AbortSignal {
    return this.#work.signal;
  }

  /** For the requests of its pieces: one signal for all, since one for each would cost more than the rest of a request. */
  get flights(): AbortSignal {
    return this.#flights.signal;
  }

  /** Ends what is under way for it. What is done already may still be committed. */
  abort(): void {
    if (this.signal.aborted) return;
    this.#work.abort(new LetGo());
    this.#flights.abort(this.signal.reason);
  }

  /** Ends its requests; they are sent again. */
  recall(): void {
    const { signal } = this.#flights;
    if (signal.aborted) return;
    const recalled = this.#flights;
    this.#flights = controller();
    recalled.abort(new Recalled());
  }

  lose(): void {
    this.isLost = true;
    this.abort();
  }
}

function controller(): AbortController {
  const made = new AbortController();
  setMaxListeners(0, made.signal);
  return made;
}
