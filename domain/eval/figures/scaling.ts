/** Accuracy against how much a model was trained on. */
import type { FilterMode } from "../../filter";
import type { Algorithm } from "../../training/config";
import { cellOf, evaluatedGroups, type FigureCell, type FigureSource, modelCell } from "./cells";
import { differencesOf, factsOf, type SeriesFacts, seriesKey } from "./scaling-series";
import type { SeedGroup, TrainedRun } from "./trained";

type Named = { id: number; name: string };

export const SIZE_KINDS = ["trajectories", "contexts", "rows"] as const;
export type SizeKind = (typeof SIZE_KINDS)[number];

export type ScalingPoint = { size: number; group: string; runs: Named[]; cell: FigureCell };
export type ScalingSeries = {
  key: string;
  mode: FilterMode | null;
  algorithm: Algorithm;
  base: Named;
  /** What tells it from the other series of its mode, algorithm and base: "optimiser.learning_rate 0.001" */
  differences: string[];
  points: ScalingPoint[];
};
export type ScalingFigure = {
  /** One panel a question set, with the accuracy of each base */
  panels: { set: Named; bases: { base: Named; cell: FigureCell }[]; series: ScalingSeries[] }[];
  /** Evaluated runs whose size of this kind is not recorded, or not what was trained on */
  unsized: string[];
};

/**
 * What the data of a group are in number; null where that was not recorded. A config that draws some of the contexts
 * (`max_contexts`) decides their number; how many trajectories or rows those come from is then not known.
 */
export function sizeOf({ runs }: Pick<SeedGroup, "runs">, kind: SizeKind): number | null {
  const [run] = runs;
  if (!run) return null;
  const most = run.config?.data.max_contexts ?? null;
  const isCut = most !== null && run.distinctContexts !== null && most < run.distinctContexts;
  switch (kind) {
    case "contexts":
      return isCut ? most : run.distinctContexts;
    case "trajectories":
      return isCut ? null : run.trajectories;
    case "rows":
      return isCut ? null : run.rows;
  }
}

/**
 * A series is one filter mode, algorithm, base model, and all that `factsOf` tells; its points are groups of seeds by
 * ascending size.
 */
export function scalingFigure(
  source: FigureSource,
  asked: {
    runs: readonly TrainedRun[];
    sets: readonly Named[];
    kind: SizeKind;
    /** Of a question set that was trained on */
    nameOf: (set: number) => string;
  },
): ScalingFigure {
  const { sets, kind, nameOf } = asked;
  const groups = evaluatedGroups(source, asked);
  const sized = groups.flatMap((group) => {
    const size = sizeOf(group, kind);
    return size === null || size === 0 ? [] : [{ group, size }];
  });
  const unsized = groups.filter((group) => !sized.some((one) => one.group === group));
  const panels = sets.flatMap((set) => {
    const points = sized.flatMap(({ group, size }) => {
      const cell = cellOf(source, group, set.id);
      return cell ? [{ group, size, cell }] : [];
    });
    if (points.length === 0) return [];
    const bases = [...new Map(points.map(({ group: { base } }) => [base.id, base])).values()];
    return [
      {
        set,
        bases: bases.flatMap((base) => {
          const cell = modelCell(source, base.id, set.id);
          return cell ? [{ base, cell }] : [];
        }),
        series: seriesOf(points, nameOf),
      },
    ];
  });
  return { panels, unsized: unsized.map(({ name }) => name) };
}

type Point = { group: SeedGroup; size: number; cell: FigureCell };

function seriesOf(points: readonly Point[], nameOf: (set: number) => string): ScalingSeries[] {
  const series = new Map<string, ScalingSeries & { facts: SeriesFacts }>();
  for (const { group, size, cell } of [...points].sort((a, b) => a.size - b.size || a.group.key - b.group.key)) {
    const { mode, algorithm, base } = group;
    const facts = factsOf(group, nameOf);
    const key = seriesKey(group, facts);
    const own = series.get(key) ?? { key, mode, algorithm, base, facts, differences: [], points: [] };
    const named = group.runs.map(({ id, name }) => ({ id, name }));
    own.points.push({ size, group: group.name, runs: named, cell });
    series.set(key, own);
  }
  const all = [...series.values()];
  return all.map(({ facts, ...one }) => {
    const alike = all.filter(
      (other) => other.mode === one.mode && other.algorithm === one.algorithm && other.base.id === one.base.id,
    );
    const told = differencesOf(alike.map((other) => other.facts));
    return { ...one, differences: told[alike.findIndex(({ key }) => key === one.key)] ?? [] };
  });
}
