/** What happens later, as long as the page is open. */

const RETRY_MS = [1_000, 2_000, 5_000, 10_000, 20_000];

/** How long to wait after so many failures in a row. */
export const retryDelay = (failures: number): number => RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] ?? 1_000;

export class Timers {
  isStopped = true;
  private pending = new Set<ReturnType<typeof setTimeout>>();

  start(): void {
    this.isStopped = false;
  }

  stop(): void {
    this.isStopped = true;
    for (const timer of this.pending) clearTimeout(timer);
    this.pending.clear();
  }

  after(ms: number, run: () => void): void {
    if (this.isStopped) return;
    const timer = setTimeout(() => {
      this.pending.delete(timer);
      run();
    }, ms);
    this.pending.add(timer);
  }

  every(ms: number, run: () => void): void {
    this.after(ms, () => {
      run();
      this.every(ms, run);
    });
  }
}
