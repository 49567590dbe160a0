/** A chunk of a run that this worker has leased. */
import { setMaxListeners } from "node:events";

/** Why work on a chunk ended. It is no failure of anything. */
export class LetGo extends Error {
  constructor() {
    super("This chunk is no longer this worker's.");
    this.name = "LetGo";
  }
}

export class Chunk {
  /** Pieces that are not committed yet; null until they are known */
  remaining: number | null = null;
  /** Nothing of it may be committed any more */
  isLost = false;
  readonly id: number;
  readonly items: readonly number[];
  /** How often the database had been lost when it was leased */
  readonly losses: number;
  readonly #controller = new AbortController();

  constructor(id: number, items: readonly number[], losses: number) {
    this.id = id;
    this.items = items;
    this.losses = losses;
    setMaxListeners(0, this.#controller.signal);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Ends what is under way for it. What is done already may still be committed. */
  abort(): void {
    if (!this.signal.aborted) this.#controller.abort(new LetGo());
  }

  lose(): void {
    this.isLost = true;
    this.abort();
  }
}
