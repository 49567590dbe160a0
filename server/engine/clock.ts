/** Time that never goes back, and that also passes while the machine sleeps. */
import { performance } from "node:perf_hooks";

export type Instant = { steady: number; wall: number };

export const instant = (): Instant => ({ steady: performance.now(), wall: Date.now() });

/** Milliseconds since then by whichever clock says more: one stands still in sleep, the other may be set back. */
export function elapsedSince(then: Instant): number {
  const now = instant();
  return Math.max(now.steady - then.steady, now.wall - then.wall);
}

export const now = (): number => performance.now();

export const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
