/** The requests that this worker may have under way at one endpoint, shared evenly among the runs that want some. */
import { now } from "./clock";

type Waiter = { go: () => void; isGone: boolean };

export class Gate {
  #limit = 0;
  #inFlight = 0;
  #heldUntil = 0;
  #holding: NodeJS.Timeout | undefined;
  #owners = new Map<object, { inFlight: number; waiting: Waiter[] }>();
  readonly #isOpen: () => boolean;

  /** `isOpen` is asked before each request: a worker that is no longer trusted may not send any. */
  constructor(isOpen: () => boolean) {
    this.#isOpen = isOpen;
  }

  get limit(): number {
    return this.#limit;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Under way, or waiting for a slot. */
  get wanted(): number {
    let wanted = this.#inFlight;
    for (const owner of this.#owners.values()) for (const waiter of owner.waiting) if (!waiter.isGone) wanted++;
    return wanted;
  }

  setLimit(limit: number): void {
    this.#limit = limit;
    this.#letGo();
  }

  /** Looks once more: a timer may be a moment early, and nobody says when a worker is trusted again. */
  look(): void {
    this.#letGo();
  }

  /** Nothing is sent for this long. */
  hold(milliseconds: number): void {
    this.#heldUntil = Math.max(this.#heldUntil, now() + milliseconds);
    clearTimeout(this.#holding);
    this.#holding = setTimeout(() => this.#letGo(), this.#heldUntil - now() + 1);
  }

  /** Ends the waiting that `hold` asked for. */
  unhold(): void {
    this.#heldUntil = 0;
    clearTimeout(this.#holding);
    this.#letGo();
  }

  /** Waits for a slot; the caller gives it back by `leave`. Throws the signal's reason. */
  enter(owner: object, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const waiter: Waiter = {
        isGone: false,
        go: () => {
          signal.removeEventListener("abort", abandon);
          resolve();
        },
      };
      const abandon = () => {
        waiter.isGone = true;
        reject(signal.reason);
      };
      signal.addEventListener("abort", abandon, { once: true });
      const place = this.#owners.get(owner) ?? { inFlight: 0, waiting: [] };
      this.#owners.set(owner, place);
      place.waiting.push(waiter);
      this.#letGo();
    });
  }

  leave(owner: object): void {
    this.#inFlight--;
    const place = this.#owners.get(owner);
    if (place) {
      place.inFlight--;
      if (place.inFlight === 0 && place.waiting.length === 0) this.#owners.delete(owner);
    }
    this.#letGo();
  }

  close(): void {
    clearTimeout(this.#holding);
  }

  #letGo(): void {
    while (this.#inFlight < this.#limit && now() >= this.#heldUntil && this.#isOpen()) {
      const next = this.#next();
      if (!next) return;
      this.#inFlight++;
      next.inFlight++;
      next.waiting.shift()?.go();
    }
  }

  /** The run with the fewest requests under way among those that wait. */
  #next(): { inFlight: number; waiting: Waiter[] } | null {
    let best: { inFlight: number; waiting: Waiter[] } | null = null;
    for (const [key, owner] of this.#owners) {
      while (owner.waiting[0]?.isGone) owner.waiting.shift();
      if (owner.waiting.length > 0) {
        if (!best || owner.inFlight < best.inFlight) best = owner;
      } else if (owner.inFlight === 0) this.#owners.delete(key);
    }
    return best;
  }
}
