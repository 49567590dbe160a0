/** Where two arms of an experiment differ: trajectories of which one keeps something and the other nothing. */
import type { PoolTable } from "./pool-table";
import { keptRows, keptSteps, type Selection } from "./select";

export type Overlap = {
  /** Trajectories that both, only the first, only the second keep */
  both: number;
  onlyFirst: number;
  onlySecond: number;
  /** Sub-trajectories that both keep */
  subTrajectories: number;
};

export function overlapOf(table: PoolTable, first: Selection, second: Selection): Overlap {
  let both = 0;
  let onlyFirst = 0;
  let onlySecond = 0;
  for (let row = 0; row < first.counts.length; row += 1) {
    const inFirst = (first.counts[row] ?? 0) > 0;
    const inSecond = (second.counts[row] ?? 0) > 0;
    if (inFirst && inSecond) both += 1;
    else if (inFirst) onlyFirst += 1;
    else if (inSecond) onlySecond += 1;
  }
  return { both, onlyFirst, onlySecond, subTrajectories: countCommon(table, first, second) };
}

/** How many steps both keep. */
function countCommon(table: PoolTable, first: Selection, second: Selection): number {
  if (first.bits !== null || second.bits !== null)
    return countCommonBits(keptSteps(table, first), keptSteps(table, second));
  let common = 0;
  for (let row = 0; row < first.counts.length; row += 1)
    common += Math.min(first.counts[row] ?? 0, second.counts[row] ?? 0);
  return common;
}

const wordsOf = ({ buffer, byteOffset }: Uint8Array, words: number) => new Uint32Array(buffer, byteOffset, words);

/** Four at a time, each a byte that is 0 or 1. */
function countCommonBits(first: Uint8Array, second: Uint8Array): number {
  const words = first.length >> 2;
  const [a, b] = [wordsOf(first, words), wordsOf(second, words)];
  let common = 0;
  for (let at = 0; at < words; at += 1) common += Math.imul((a[at] ?? 0) & (b[at] ?? 0), 0x01010101) >>> 24;
  for (let at = 4 * words; at < first.length; at += 1) common += (first[at] ?? 0) & (second[at] ?? 0);
  return common;
}

/** Ids of the trajectories that the first keeps and the second does not, in ascending order. */
export function onlyInFirst(table: PoolTable, first: Selection, second: Selection): number[] {
  return keptRows(first)
    .filter((row) => second.counts[row] === 0)
    .map((row) => table.id[row] ?? 0);
}

/** How two arms overlap, seen from `row`, in the half table that `overlaps[i][j - i - 1]` is; null where there is none. */
export function overlapBetween(
  overlaps: readonly (readonly Overlap[])[],
  row: number,
  column: number,
): { both: number; onlyRow: number; onlyColumn: number; subTrajectories: number } | null {
  const isAbove = row < column;
  const found = overlaps[Math.min(row, column)]?.[Math.abs(row - column) - 1];
  if (!found) return null;
  const { both, onlyFirst, onlySecond, subTrajectories } = found;
  return {
    both,
    onlyRow: isAbove ? onlyFirst : onlySecond,
    onlyColumn: isAbove ? onlySecond : onlyFirst,
    subTrajectories,
  };
}
