/** Slows guessing down: a few wrong tokens a minute from one address, and a bounded memory of addresses. */

const WINDOW_MS = 60_000;
const ATTEMPTS = 10;
const ADDRESSES = 10_000;

export interface Throttle {
  isBlocked(address: string, now?: number): boolean;
  countFailure(address: string, now?: number): void;
}

export function createThrottle(): Throttle {
  const failures = new Map<string, { count: number; since: number }>();
  const current = (address: string, now: number) => {
    const entry = failures.get(address);
    return entry && now - entry.since < WINDOW_MS ? entry : undefined;
  };
  return {
    isBlocked: (address, now = Date.now()) => (current(address, now)?.count ?? 0) >= ATTEMPTS,
    countFailure: (address, now = Date.now()) => {
      const entry = current(address, now) ?? { count: 0, since: now };
      failures.delete(address);
      failures.set(address, { ...entry, count: entry.count + 1 });
      const oldest = failures.keys().next().value;
      if (failures.size > ADDRESSES && oldest !== undefined) failures.delete(oldest);
    },
  };
}
