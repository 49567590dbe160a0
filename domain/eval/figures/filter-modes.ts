/** Accuracy by filter mode: the arms of an experiment, or training runs on plain modes of one pool. */
import { FilterMode } from "../../filter";
import type { Algorithm } from "../../training/config";
import { cellOf, evaluatedGroups, type FigureCell, type FigureSource, isEvaluated, modelCell } from "./cells";
import { modelOf, type TrainedRun } from "./trained";

type Named = { id: number; name: string };

export type ModeBar = {
  key: string;
  name: string;
  /** null: the base model, before any training */
  mode: FilterMode | null;
  algorithm: Algorithm | null;
  /** Training runs of its seeds */
  runs: Named[];
  /** By question set; null: no seed was evaluated there and labelled */
  cells: (FigureCell | null)[];
};

export type MissingArm = { name: string; why: "not frozen" | "not trained" | "not finished" | "not evaluated" };

export type ModeFigure = { sets: Named[]; bars: ModeBar[]; missing: MissingArm[] };

export type PlannedArm = { name: string; mode: FilterMode; isFrozen: boolean };

/**
 * Bars stand in the order of the modes, the base models first. `arms` are those of the experiment, empty for a pool; its
 * runs are all there are on its training sets or pool.
 */
export function modeFigure(
  source: FigureSource,
  { runs, arms, sets }: { runs: readonly TrainedRun[]; arms: readonly PlannedArm[]; sets: readonly Named[] },
): ModeFigure {
  const groups = evaluatedGroups(source, { runs, sets }).filter(({ mode }) => mode !== null);
  const own = groups.map((group) => ({ group, cells: sets.map(({ id }) => cellOf(source, group, id)) }));
  const shown = own.filter(({ cells }) => cells.some((cell) => cell !== null));
  const bases = [...new Map(shown.map(({ group: { base } }) => [base.id, base])).values()];
  const bars: ModeBar[] = [
    ...bases.map(({ id, name }) => ({
      ...{ key: `base ${id}`, name, mode: null, algorithm: null, runs: [] },
      cells: sets.map((set) => modelCell(source, id, set.id)),
    })),
    ...shown
      .sort((a, b) => order(a.group.mode) - order(b.group.mode) || a.group.key - b.group.key)
      .map(({ group: { key, name, mode, algorithm, runs: seeds }, cells }) => ({
        ...{ key: `group ${key}`, name, mode, algorithm, cells },
        runs: seeds.map(({ id, name: run }) => ({ id, name: run })),
      })),
  ];
  const seen = sets.flatMap((set, at) => (bars.some(({ cells }) => cells[at]) ? [{ set, at }] : []));
  return {
    sets: seen.map(({ set }) => set),
    bars: bars.map((bar) => ({ ...bar, cells: seen.map(({ at }) => bar.cells[at] ?? null) })),
    missing: [...missingArms(runs, arms), ...missingRuns(source, runs, sets)],
  };
}

function missingArms(runs: readonly TrainedRun[], arms: readonly PlannedArm[]): MissingArm[] {
  const trained = new Set(runs.map(({ trainingSet }) => trainingSet?.arm));
  return arms
    .filter(({ name }) => !trained.has(name))
    .map(({ name, isFrozen }) => ({ name, why: isFrozen ? "not trained" : "not frozen" }));
}

function missingRuns(source: FigureSource, runs: readonly TrainedRun[], sets: readonly Named[]): MissingArm[] {
  return runs.flatMap((run): MissingArm[] => {
    const model = modelOf(run);
    if (!model) return [{ name: run.name, why: "not finished" }];
    return sets.some(({ id }) => isEvaluated(source, model.id, id)) ? [] : [{ name: run.name, why: "not evaluated" }];
  });
}

const order = (mode: FilterMode | null) => (mode === null ? -1 : FilterMode.options.indexOf(mode));
