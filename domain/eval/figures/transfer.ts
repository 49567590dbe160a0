/** What models come to on question sets that they were trained on, on others of the same family, and on others. */
import type { FilterMode } from "../../filter";
import type { Algorithm } from "../../training/config";
import { cellOf, evaluatedGroups, type FigureCell, type FigureSource, gainOf, modelCell } from "./cells";
import {
  baseSetsOf,
  type Distribution,
  distributionOf,
  type SetFacts,
  type TrainedSets,
  trainedSetsOf,
} from "./distribution";
import type { Gain } from "./pooled";
import type { TrainedRun } from "./trained";

type Named = { id: number; name: string };

export type TransferCell = {
  accuracy: FigureCell;
  gain: Gain | null;
  /** null: not recorded */
  distribution: Distribution | null;
};
export type TransferRow = {
  key: string;
  name: string;
  /** null: a model that others were trained from */
  group: { mode: FilterMode | null; algorithm: Algorithm; runs: Named[] } | null;
  /** Of a base, what it was trained on before that */
  trainedOn: TrainedSets;
  /** By question set */
  cells: (TransferCell | null)[];
};
export type TransferMatrix = { sets: Named[]; rows: TransferRow[] };

/** Base models first; then rows that were trained on the same sets stand together. `facts` tell of all sets. */
export function transferMatrix(
  source: FigureSource,
  asked: { runs: readonly TrainedRun[]; sets: readonly Named[]; facts: ReadonlyMap<number, SetFacts> },
): TransferMatrix {
  const { sets, facts } = asked;
  const groups = evaluatedGroups(source, asked).map((group) => {
    const trainedOn = trainedSetsOf(group.runs);
    const cells = sets.map(({ id }): TransferCell | null => {
      const accuracy = cellOf(source, group, id);
      const gain = gainOf(source, group, id);
      return accuracy && { accuracy, gain, distribution: distributionOf(trainedOn, id, facts) };
    });
    return { group, trainedOn, cells };
  });
  const bases = [...new Map(groups.map(({ group: { base, runs } }) => [base.id, { base, runs }])).values()];
  const rows: TransferRow[] = [
    ...bases.map(({ base: { id, name }, runs }) => {
      const trainedOn = baseSetsOf(runs);
      const cells = sets.map((set): TransferCell | null => {
        const accuracy = modelCell(source, id, set.id);
        return accuracy && { accuracy, gain: null, distribution: distributionOf(trainedOn, set.id, facts) };
      });
      return { key: `base ${id}`, name, group: null, trainedOn, cells };
    }),
    ...groups
      .sort((a, b) => compare(orderOf(a.trainedOn), orderOf(b.trainedOn)) || a.group.key - b.group.key)
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

const orderOf = ({ own, earlier }: TrainedSets) => `${own.join()} ${earlier.join()}`;
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
