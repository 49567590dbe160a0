/** What models come to on question sets that they were trained on, and on others. */
import type { FilterMode } from "../../filter";
import type { Algorithm } from "../../training/config";
import { cellOf, type FigureCell, type FigureSource, gainOf, modelCell } from "./cells";
import type { Gain } from "./pooled";
import { groupSeeds, type TrainedRun } from "./trained";

type Named = { id: number; name: string };

export type TransferCell = { accuracy: FigureCell; gain: Gain | null; wasTrainedOn: boolean };
export type TransferRow = {
  key: string;
  name: string;
  /** null: a base model, which was trained on nothing here */
  group: { mode: FilterMode | null; algorithm: Algorithm; runs: Named[] } | null;
  trainedOn: readonly number[];
  /** By question set */
  cells: (TransferCell | null)[];
};
export type TransferMatrix = { sets: Named[]; rows: TransferRow[] };

/** Base models first; then rows that were trained on the same sets stand together. */
export function transferMatrix(
  source: FigureSource,
  { runs, sets }: { runs: readonly TrainedRun[]; sets: readonly Named[] },
): TransferMatrix {
  const groups = groupSeeds(runs).flatMap((group) => {
    const trainedOn = [...new Set(group.runs.flatMap((run) => run.trainedOn))].sort((a, b) => a - b);
    const cells = sets.map(({ id }) => {
      const accuracy = cellOf(source, group, id);
      return accuracy && { accuracy, gain: gainOf(source, group, id), wasTrainedOn: trainedOn.includes(id) };
    });
    return cells.some((cell) => cell) ? [{ group, trainedOn, cells }] : [];
  });
  const bases = [...new Map(groups.map(({ group: { base } }) => [base.id, base])).values()];
  const rows: TransferRow[] = [
    ...bases.map(({ id, name }) => ({
      ...{ key: `base ${id}`, name, group: null, trainedOn: [] },
      cells: sets.map((set) => {
        const accuracy = modelCell(source, id, set.id);
        return accuracy && { accuracy, gain: null, wasTrainedOn: false };
      }),
    })),
    ...groups
      .sort((a, b) => compare(a.trainedOn.join(), b.trainedOn.join()) || a.group.key - b.group.key)
      .map(({ group, trainedOn, cells }) => ({
        ...{ key: `group ${group.key}`, name: group.name, trainedOn, cells },
        group: {
          ...{ mode: group.mode, algorithm: group.algorithm },
          runs: group.runs.map(({ id, name }) => ({ id, name })),
        },
      })),
  ];
  const seen = sets.flatMap((set, at) => (rows.some(({ cells }) => cells[at]) ? [{ set, at }] : []));
  return {
    sets: seen.map(({ set }) => set),
    rows: rows.map((row) => ({ ...row, cells: seen.map(({ at }) => row.cells[at] ?? null) })),
  };
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
