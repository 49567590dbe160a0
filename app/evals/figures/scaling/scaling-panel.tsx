"use client";
/** Accuracy on one question set against how much models were trained on. */
import type { ApiOutputs } from "@/app/trpc";
import { ChartFrame } from "@/components/charts/chart-frame";
import { type Column, tableOf } from "@/components/charts/columns";
import { LogLegend, LogPoints } from "@/components/charts/log-points";
import { MODE_COLOURS, MODE_WORDS } from "@/components/glyphs/mode-badge";
import { ALGORITHM_WORDS } from "@/components/training/words";
import type { SizeKind } from "@/domain/eval/figures/scaling";
import { formatNumber, formatShare } from "@/domain/format";
import { accuracyColumns, seedsColumn } from "../_parts/columns";
import { boundsOf, cellWords, trajectoriesOf } from "../_parts/words";
import { SIZE_WORDS } from "./size-words";

type Panel = ApiOutputs["evalFigures"]["scaling"]["figure"]["panels"][number];

type Series = Panel["series"][number];
type Entry = {
  series: string;
  arm: string;
  runs: Series["points"][number]["runs"];
  size: number | null;
  cell: Series["points"][number]["cell"];
};

/** Series of one mode, by how their lines are dashed */
const DASHES = [undefined, "6 3", "2 3", "8 3 2 3", "12 4", "4 2 1 2"] as const;

export function ScalingPanel({ panel, kind }: { panel: Panel; kind: SizeKind }) {
  const { set, bases } = panel;
  const hasBases = new Set(panel.series.map(({ base }) => base.id)).size > 1;
  const names = namesOf(panel.series, hasBases);
  const seen = new Map<string, number>();
  const series = panel.series.map(({ key, mode, points }, at) => {
    const colour = mode ? MODE_COLOURS[mode] : "var(--faint)";
    const before = seen.get(colour) ?? 0;
    seen.set(colour, before + 1);
    const dash = DASHES[before % DASHES.length];
    return {
      ...{ key, name: names[at] ?? "", colour, ...(dash === undefined ? {} : { dash }) },
      points: points.map(({ size, cell, group }) => ({
        ...{ x: size, value: cell.share, ...boundsOf(cell.interval), text: `${group}: ${cellWords(cell)}` },
      })),
    };
  });
  const rows: Entry[] = [
    ...panel.series.flatMap((one, at) =>
      one.points.map(({ group, runs, size, cell }) => ({ series: names[at] ?? "", arm: group, runs, size, cell })),
    ),
    ...bases.map(({ base, cell }) => ({ series: "Base model", arm: base.name, runs: [], size: null, cell })),
  ];
  return (
    <ChartFrame
      title={`Accuracy on ${set.name} by ${SIZE_WORDS[kind].axis}`}
      description="Share of right answers with 95 % intervals; logarithmic axis. Lines join points that differ in nothing but size and seeds; each base model's level is drawn across, its interval as a band."
      legend={<LogLegend series={series} />}
      isTableOpen
      textColumns={3}
      height="h-64"
      fileName={`scaling-${kind}-set-${set.id}`}
      {...tableOf(columnsOf(set.id, SIZE_WORDS[kind].name), rows)}
    >
      <LogPoints
        series={series}
        levels={bases.map(({ base, cell }) => ({ name: base.name, value: cell.share, ...boundsOf(cell.interval) }))}
        xLabel={SIZE_WORDS[kind].axis}
        yLabel="accuracy, % of labelled"
        formatTick={(value) => formatShare(value, 0)}
      />
    </ChartFrame>
  );
}

/** By mode and algorithm, then by what differs within them; what is still alike is numbered. */
function namesOf(series: readonly Series[], hasBases: boolean): string[] {
  const taken = new Map<string, number>();
  return series.map(({ mode, algorithm, base, differences }) => {
    const name = [
      mode ? MODE_WORDS[mode] : "Filter mode not recorded",
      ALGORITHM_WORDS[algorithm],
      ...(hasBases ? [base.name] : []),
      ...differences,
    ].join(", ");
    const times = (taken.get(name) ?? 0) + 1;
    taken.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
}

const columnsOf = (set: number, sizeName: string): Column<Entry>[] => [
  { name: "Series", of: ({ series }) => series },
  { name: "Arm", of: ({ arm }) => arm, href: ({ runs }) => (runs[0] ? `/training/${runs[0].id}` : null) },
  { name: "Training runs", of: ({ runs }) => runs.map(({ name }) => name).join("; ") || null },
  { name: sizeName, of: ({ size }) => size, write: formatNumber },
  ...accuracyColumns<Entry>(
    ({ cell }) => cell,
    ({ cell }) => trajectoriesOf(cell.evals, set),
  ),
  seedsColumn(({ cell }) => cell),
];
