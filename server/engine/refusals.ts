/**
 * Tells an endpoint that refuses one question from one that refuses them all (a server without support for tools, an
 * unknown field in the body). Until the run's first good reply refusals wait: either that reply comes, and they are
 * about their own questions; or nothing but refusals comes, and the run pauses before a single trajectory is spent.
 */

/** Refusals in a row, from the beginning, that are no accident. */
const MANY = 20;

type Work = { queue: readonly unknown[]; underWay: number; hasWork: boolean };

export class Refusals {
  #isSettled = false;
  #waiting: { message: string; go: () => void }[] = [];

  /** The run has had a good reply: whatever is refused is about itself. */
  settle(): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    for (const { go } of this.#waiting.splice(0)) go();
  }

  /** Resolves when a refusal is known to be about its own request; the signal ends the waiting without an answer. */
  async wait(message: string, signal: AbortSignal): Promise<void> {
    if (this.#isSettled) return;
    await new Promise<void>((resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      this.#waiting.push({ message, go: resolve });
    });
  }

  /** Why the run should pause, if it should. Where all that is left was refused, it is taken for what it is. */
  check({ queue, underWay, hasWork }: Work): string | null {
    const count = this.#waiting.length;
    if (count === 0 || (count < MANY && count < underWay)) return null;
    if (count >= MANY || queue.length > 0 || hasWork)
      return `refused each of the first ${count} requests: ${this.#waiting[0]?.message ?? ""}`;
    this.settle();
    return null;
  }
}
