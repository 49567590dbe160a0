/** A bound on requests taken up at once; the others wait in line. */
import type { ServerResponse } from "node:http";

export class Slots {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  /** Resolves when the request has a slot, which it keeps until its response is closed. */
  take(response: ServerResponse): Promise<void> {
    return new Promise((resolve) => {
      const begin = () => {
        if (response.destroyed) return this.#giveBack();
        response.once("close", () => this.#giveBack());
        resolve();
      };
      if (this.#free > 0) {
        this.#free--;
        begin();
      } else this.#waiting.push(begin);
    });
  }

  #giveBack(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free++;
  }
}
