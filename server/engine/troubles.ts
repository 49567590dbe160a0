/** What a run that goes on suffers from at the moment, by its source; its page is told when that changes. */

export type TroubleSource = "endpoint" | "tool";

export class Troubles {
  readonly #current: Record<TroubleSource, string | null> = { endpoint: null, tool: null };
  /** undefined: what stands on the page may be another worker's word */
  #told: string | null | undefined;
  #isTelling = false;
  readonly #tell: (trouble: string | null) => Promise<void>;

  /** `tell` may fail: it only explains, and what could not be told is told with the next change. */
  constructor(tell: (trouble: string | null) => Promise<void>) {
    this.#tell = tell;
  }

  has(source: TroubleSource): boolean {
    return this.#current[source] !== null;
  }

  set(source: TroubleSource, trouble: string | null): void {
    this.#current[source] = trouble;
    void this.#say();
  }

  get #words(): string | null {
    const words = Object.values(this.#current).filter((trouble) => trouble !== null);
    return words.length > 0 ? words.join(" ") : null;
  }

  /** One at a time, so that the last word is the last to arrive. */
  async #say(): Promise<void> {
    if (this.#isTelling) return;
    this.#isTelling = true;
    while (this.#told !== this.#words) {
      this.#told = this.#words;
      await this.#tell(this.#told).catch(() => {});
    }
    this.#isTelling = false;
  }
}
