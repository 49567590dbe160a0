/** What to do about a request that failed: send it again and when, give it up, or pause the run. */
import { type ChatFailure, type ChatFailureKind, isPassing } from "../chat";

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 15_000;
/** Where the endpoint answers others meanwhile */
const LONGEST_LONELY_WAIT_MS = 5_000;
/** How often one request may fail while others succeed before it is held to be the cause itself. */
export const MAX_BLAMED = 8;
const BLAMED: readonly ChatFailureKind[] = ["server-error", "timeout", "garbled"];

/** How an endpoint has been doing, as one worker sees it. Times are milliseconds of a clock that never goes back. */
export type Health = {
  lastGoodAt: number;
  /** Since when it has given no good reply; null while it does */
  failingSince: number | null;
  lastFailure: string | null;
};

export const newHealth = (): Health => ({
  lastGoodAt: Number.NEGATIVE_INFINITY,
  failingSince: null,
  lastFailure: null,
});

export const afterGood = (now: number): Health => ({ lastGoodAt: now, failingSince: null, lastFailure: null });

/** A failure also speaks of the time it took, back to the last good reply. */
export function afterFailure(health: Health, startedAt: number, message: string): Health {
  const since = Math.max(startedAt, health.lastGoodAt);
  return { ...health, failingSince: Math.min(health.failingSince ?? since, since), lastFailure: message };
}

/** Milliseconds without a good reply, or null where the endpoint has not used up its patience. */
export function downFor(health: Health, now: number, patienceMs: number): number | null {
  if (health.failingSince === null) return null;
  const silence = now - health.failingSince;
  return silence >= patienceMs ? silence : null;
}

/** How one request has fared. */
export type Tries = {
  failed: number;
  /** Failures of a kind that the request itself may cause, while the endpoint answered others */
  blamed: number;
};

/** Whether a failure may be the request's own doing. */
export const mayBlame = (kind: ChatFailureKind): boolean => BLAMED.includes(kind);

/** Counts a failure; `othersSucceed`: the endpoint has given a good reply since this try began. */
export function countFailure(tries: Tries, kind: ChatFailureKind, othersSucceed: boolean): Tries {
  return { failed: tries.failed + 1, blamed: tries.blamed + (othersSucceed && mayBlame(kind) ? 1 : 0) };
}

export type Decision =
  | { do: "fail" }
  | { do: "give-up" }
  | { do: "pause" }
  /** `holdMs`: the whole endpoint asked for a pause of this length */
  | { do: "wait"; waitMs: number; holdMs: number };

/**
 * What follows a failure. Waits are drawn from the whole of a span that doubles ("full jitter"), so that requests which
 * failed together do not come back together. `random` is uniform in [0, 1).
 */
export function decide(failure: ChatFailure, tries: Tries, random: () => number): Decision {
  if (failure.kind === "misconfigured") return { do: "pause" };
  if (!isPassing(failure.kind)) return { do: "fail" };
  if (tries.blamed >= MAX_BLAMED) return { do: "give-up" };
  const longest = tries.blamed > 0 ? LONGEST_LONELY_WAIT_MS : LONGEST_WAIT_MS;
  const span = Math.min(longest, FIRST_WAIT_MS * 2 ** Math.min(tries.failed - 1, 20));
  const holdMs = failure.retryAfterMs ?? 0;
  return { do: "wait", waitMs: holdMs + random() * span, holdMs };
}
