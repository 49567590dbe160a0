/** The training runs that two models came out of, round by round. */

/** `same`: one training run, so that all of it is equal. */
export type RoundPair<Round> = { a: Round | null; b: Round | null; same: boolean };

/** Rounds are the oldest first: the first of one stands beside the first of the other. */
export function pairRounds<Round extends { run: { id: number } }>(
  a: readonly Round[],
  b: readonly Round[],
): RoundPair<Round>[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, index) => {
    const [one = null, other = null] = [a[index], b[index]];
    return { a: one, b: other, same: one !== null && one.run.id === other?.run.id };
  });
}
