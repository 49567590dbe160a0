/**
 * Whether this studio was there for its serving jobs. One that went away lets them end themselves, which is not their
 * fault; an engine that is silent while the studio is there is given up after a while.
 */
type Seen = {
  /** When it was last seen to; ms, by the clock: a machine that sleeps is away */
  at: number;
  answeredAt: number;
  wasLeft: boolean;
};

export class Attendance {
  readonly #jobs = new Map<string, Seen>();
  readonly #leaseMs: number;

  constructor(leaseSeconds: number) {
    this.#leaseMs = leaseSeconds * 1_000;
  }

  /** It is seen to now. After more than a lease without that it was left to itself. */
  attend(jobId: string): void {
    const now = Date.now();
    const seen = this.#jobs.get(jobId);
    if (seen && now - seen.at <= this.#leaseMs) seen.at = now;
    else this.#jobs.set(jobId, { at: now, answeredAt: now, wasLeft: true });
  }

  /** Its engine answered for it, or it does itself. */
  answered(jobId: string): void {
    const seen = this.#jobs.get(jobId);
    if (seen) seen.answeredAt = Date.now();
  }

  /** It is known to be there: what becomes of it from now on happens before this studio's eyes. */
  isThere(jobId: string): void {
    const seen = this.#jobs.get(jobId);
    if (seen) seen.wasLeft = false;
  }

  /** Nobody renewed its lease for a while, and it was not known to be there since. */
  wasLeft(jobId: string): boolean {
    return this.#jobs.get(jobId)?.wasLeft ?? true;
  }

  /** How long nobody has answered for it while this studio was there; ms */
  silentMs(jobId: string): number {
    const seen = this.#jobs.get(jobId);
    return seen ? Date.now() - seen.answeredAt : 0;
  }

  jobs(): string[] {
    return [...this.#jobs.keys()];
  }

  forget(jobId: string): void {
    this.#jobs.delete(jobId);
  }
}
