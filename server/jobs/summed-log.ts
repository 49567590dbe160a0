/** Says how much was done, at once and then at most every so often, summed: a run brings new work every few seconds. */

const EVERY_MS = 60_000;

export class SummedLog {
  #count = 0;
  #milliseconds = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #say: (count: number, seconds: string) => void;
  readonly #everyMs: number;

  constructor(say: (count: number, seconds: string) => void, everyMs = EVERY_MS) {
    this.#say = say;
    this.#everyMs = everyMs;
  }

  add(count: number, milliseconds: number): void {
    if (count === 0) return;
    this.#count += count;
    this.#milliseconds += milliseconds;
    if (!this.#timer) this.flush();
  }

  /** Says what is not said yet. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#count === 0) return;
    this.#say(this.#count, (this.#milliseconds / 1_000).toFixed(1));
    this.#count = 0;
    this.#milliseconds = 0;
    this.#timer = setTimeout(() => this.flush(), this.#everyMs).unref();
  }
}
