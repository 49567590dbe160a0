/** Where two arms of an experiment differ: trajectories of which one keeps something and the other nothing. */
import type { PoolTable } from "./pool-table";
import { keptRows, type Selection } from "./select";

export type Overlap = {
  /** Trajectories that both, only the first, only the second keep */
  both: number;
  onlyFirst: number;
  onlySecond: number;
  /** Sub-trajectories that both keep */
  subTrajectories: number;
};

export function overlapOf(table: PoolTable, first: Selection, second: Selection): Overlap {
  const [a, b] = [keptRows(table, first.kept), new Set(keptRows(table, second.kept))];
  const both = a.filter((row) => b.has(row)).length;
  let subTrajectories = 0;
  for (let at = 0; at < first.kept.length; at += 1) subTrajectories += (first.kept[at] ?? 0) & (second.kept[at] ?? 0);
  return { both, onlyFirst: a.length - both, onlySecond: b.size - both, subTrajectories };
}

/** Ids of the trajectories that the first keeps and the second does not, in ascending order. */
export function onlyInFirst(table: PoolTable, first: Selection, second: Selection): number[] {
  const others = new Set(keptRows(table, second.kept));
  return keptRows(table, first.kept)
    .filter((row) => !others.has(row))
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
