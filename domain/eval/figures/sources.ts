/** Students against the model that judged them, and data that a model wrote itself against data of others. */
import type { FilterMode } from "../../filter";
import type { Algorithm } from "../../training/config";
import { cellOf, evaluatedGroups, type FigureCell, type FigureSource, gainOf, modelCell } from "./cells";
import type { Gain } from "./pooled";
import type { SeedGroup, TrainedRun } from "./trained";

type Named = { id: number; name: string };
type Asked = { runs: readonly TrainedRun[]; sets: readonly Named[] };

export type StudentRow = {
  key: number;
  name: string;
  runs: Named[];
  set: Named;
  baseModel: Named;
  base: FigureCell | null;
  student: FigureCell;
  /** null: it was not evaluated on the set */
  judge: FigureCell | null;
  judgeModel: Named;
};
export type StudentTable = {
  rows: StudentRow[];
  /** Evaluated runs that a judge rewarded which is none of the studio's models */
  unknownJudge: string[];
};

/** Students that a judge's rulings trained; whoever the judge's model is, it answers the same questions. */
export function studentTable(source: FigureSource, { runs, sets }: Asked): StudentTable {
  const rewarded = evaluatedGroups(source, { runs, sets }).filter(({ runs: [run] }) => run?.reward?.kind === "judge");
  const rows = rewarded.flatMap((group) => {
    const judgeModel = group.runs[0]?.judgeModel;
    if (!judgeModel) return [];
    return sets.flatMap((set) => {
      const student = cellOf(source, group, set.id);
      if (!student) return [];
      const base = modelCell(source, group.base.id, set.id);
      const judge = modelCell(source, judgeModel.id, set.id);
      return [
        {
          ...{ key: group.key, name: group.name, runs: named(group), set },
          ...{ baseModel: group.base, base, student, judge, judgeModel },
        },
      ];
    });
  });
  return { rows, unknownJudge: rewarded.filter(({ runs: [run] }) => !run?.judgeModel).map(({ name }) => name) };
}

export type PolicyRow = {
  key: number;
  name: string;
  runs: Named[];
  policy: "on-policy" | "off-policy";
  mode: FilterMode | null;
  algorithm: Algorithm;
  /** Names of the models that wrote the data; null: not recorded */
  writers: (string | null)[];
  /** By question set */
  cells: ({ accuracy: FigureCell; gain: Gain | null } | null)[];
};
export type PolicyTable = {
  sets: Named[];
  rows: PolicyRow[];
  /** Evaluated runs of which it is not known whose weights wrote their data */
  unknown: string[];
};

/** On-policy: every trajectory was written by the very weights that were trained, as was found at the launch. */
export function policyTable(source: FigureSource, { runs, sets }: Asked): PolicyTable {
  const groups = evaluatedGroups(source, { runs, sets });
  const rows = groups.flatMap((group): PolicyRow[] => {
    const policy = policyOfGroup(group);
    if (policy === "unknown") return [];
    const { key, name, mode, algorithm } = group;
    const cells = sets.map(({ id }) => {
      const accuracy = cellOf(source, group, id);
      return accuracy && { accuracy, gain: gainOf(source, group, id) };
    });
    const writers = [...new Set(group.runs.flatMap((run) => run.writers))];
    return [{ key, name, runs: named(group), policy, mode, algorithm, writers, cells }];
  });
  const seen = sets.flatMap((set, at) => (rows.some(({ cells }) => cells[at]) ? [{ set, at }] : []));
  return {
    sets: seen.map(({ set }) => set),
    rows: rows
      .map((row) => ({ ...row, cells: seen.map(({ at }) => row.cells[at] ?? null) }))
      .sort((a, b) => Number(a.policy === "off-policy") - Number(b.policy === "off-policy") || a.key - b.key),
    unknown: groups.filter((group) => policyOfGroup(group) === "unknown").map(({ name }) => name),
  };
}

/** Seeds of one group were launched on the same data, yet one may have read other weights than recorded. */
function policyOfGroup({ runs }: SeedGroup): TrainedRun["policy"] {
  const found = new Set(runs.map(({ policy }) => policy));
  const [only] = found;
  return found.size === 1 && only ? only : "unknown";
}

const named = ({ runs }: SeedGroup): Named[] => runs.map(({ id, name }) => ({ id, name }));
