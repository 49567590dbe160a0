const FIRST_MS = 500;
const LONGEST_MS = 15_000;

/** How long to wait before the next try after so many failures in a row; `chance` from 0 to 1 spreads many tabs out. */
export function backoff(failures: number, chance: number): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** failures);
  return Math.round(longest * (0.5 + chance / 2));
}
