/** How the requests that an endpoint may have under way are shared among the workers that want to send some. */

export type Lease = { workerId: string; slots: number; wanted: number };

/** Pieces a worker has under way at once, so that no slot is idle while tools run or results are written. */
export const piecesFor = (slots: number): number => Math.ceil(slots * 1.25) + 2;

/**
 * The fair share of one worker: nobody gets more than it wants, and who wants more gets an equal part of the rest
 * (max-min fairness). What does not divide goes to the lowest ids, so that every worker computes the same.
 */
export function fairShare(leases: readonly Lease[], workerId: string, maxConcurrency: number): number {
  const byWant = [...leases].sort((a, b) => a.wanted - b.wanted || (a.workerId < b.workerId ? 1 : -1));
  let left = maxConcurrency;
  for (const [index, lease] of byWant.entries()) {
    const share = Math.min(lease.wanted, Math.floor(left / (byWant.length - index)));
    if (lease.workerId === workerId) return share;
    left -= share;
  }
  return 0;
}

/**
 * What a worker does next. `limit`: how many requests it may have from now on, its fair share of what nobody else
 * holds. `slots`: what it holds, which is more until those beyond the limit have ended. So the sum over all workers
 * never exceeds the concurrency, whoever changes first.
 */
export function nextSlots(
  leases: readonly Lease[],
  { workerId, wanted, inFlight }: { workerId: string; wanted: number; inFlight: number },
  maxConcurrency: number,
): { limit: number; slots: number } {
  const others = leases.filter((lease) => lease.workerId !== workerId);
  const free = Math.max(0, maxConcurrency - others.reduce((sum, lease) => sum + lease.slots, 0));
  const fair = fairShare([...others, { workerId, slots: 0, wanted }], workerId, maxConcurrency);
  const limit = Math.min(fair, free);
  return { limit, slots: Math.max(limit, inFlight) };
}
