/**
 * Jobs that were told to stop while they waited. Ray calls them pending until it has room for them, and ends them then
 * before they do anything; for the studio they are stopped. Known to this process only: another one tells it to stop again.
 */
import type { JobState } from "../engine";

/** One that is about to begin ends properly within this. */
const GRACE_MS = 3_000;

class PendingStops {
  readonly #since = new Map<string, number>();

  remember(jobId: string): void {
    if (!this.#since.has(jobId)) this.#since.set(jobId, performance.now());
  }

  forget(jobId: string): void {
    this.#since.delete(jobId);
  }

  apply(jobId: string, state: JobState): JobState {
    const since = this.#since.get(jobId);
    if (since === undefined) return state;
    if (state.status !== "pending") {
      if (state.status !== "running") this.forget(jobId);
      return state;
    }
    if (performance.now() - since < GRACE_MS) return state;
    return { ...state, status: "stopped", message: "It was stopped before it began.", endedAt: new Date() };
  }
}

const byAddress = new Map<string, PendingStops>();

/** Those of the cluster at this address. */
export function pendingStops(address: string): PendingStops {
  const known = byAddress.get(address) ?? new PendingStops();
  byAddress.set(address, known);
  return known;
}
