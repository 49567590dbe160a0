"use client";
/** Grouped bars with intervals: the filter modes on each question set, base model included. */
import type { ApiOutputs } from "@/app/trpc";
import { nthLook } from "@/components/charts/bar-look";
import { ChartFrame } from "@/components/charts/chart-frame";
import { type Column, tableOf } from "@/components/charts/columns";
import { BarLegend, type BarLook, IntervalBars } from "@/components/charts/interval-bars";
import { MODE_COLOURS, MODE_WORDS } from "@/components/glyphs/mode-badge";
import { ALGORITHM_WORDS } from "@/components/training/words";
import type { FilterMode } from "@/domain/filter";
import { formatNumber, formatShare } from "@/domain/format";
import { accuracyColumns, seedsColumn } from "./_parts/columns";
import { boundsOf, cellWords, SEEDS_NOTE, trajectoriesOf } from "./_parts/words";

type Figure = ApiOutputs["evalFigures"]["modes"]["figure"];
type Bar = Figure["bars"][number];
type Entry = { bar: Bar; name: string; set: Figure["sets"][number]; cell: NonNullable<Bar["cells"][number]> };
const COLUMNS: Column<Entry>[] = [
  { name: "Model", of: ({ name }) => name, href: ({ bar }) => (bar.runs[0] ? `/training/${bar.runs[0].id}` : null) },
  { name: "Filter mode", of: ({ bar }) => (bar.mode ? MODE_WORDS[bar.mode] : "base") },
  { name: "Algorithm", of: ({ bar }) => (bar.algorithm ? ALGORITHM_WORDS[bar.algorithm] : null) },
  { name: "Question set", of: ({ set }) => set.name },
  ...accuracyColumns<Entry>(
    ({ cell }) => cell,
    ({ set, cell }) => trajectoriesOf(cell.evals, set.id),
  ),
  { name: "Questions", of: ({ cell }) => cell.questions, write: formatNumber },
  seedsColumn(({ cell }) => cell),
];

export function ModeFigure({ figure, of }: { figure: Figure; of: string }) {
  const { sets, bars } = figure;
  const looks = looksOf(bars);
  const rows = bars.flatMap((bar, series) =>
    sets.flatMap((set, at) => {
      const cell = bar.cells[at];
      return cell ? [{ bar, name: looks[series]?.name ?? bar.name, set, cell }] : [];
    }),
  );
  return (
    <ChartFrame
      title={`Accuracy by filter mode: ${of}`}
      description={`Share of right answers, with 95 % intervals. ${SEEDS_NOTE}`}
      legend={<BarLegend looks={looks} />}
      height="h-72"
      isTableOpen
      textColumns={4}
      fileName="accuracy-by-filter-mode"
      {...tableOf(COLUMNS, rows)}
    >
      <IntervalBars
        looks={looks}
        groups={sets.map(({ name }, at) => ({
          name,
          values: bars.map(({ cells }) => {
            const cell = cells[at];
            return cell ? { value: cell.share, ...boundsOf(cell.interval) } : null;
          }),
        }))}
        xLabel="question set"
        yLabel="accuracy, % of labelled"
        maximum={1}
        isShare
        formatTick={(value) => formatShare(value, 0)}
        describe={(group, series) => cellWords(bars[series]?.cells[group] ?? null)}
      />
    </ChartFrame>
  );
}

/** Several bars of one mode are told apart by how they are filled and outlined, and named by what tells them apart. */
function looksOf(bars: Figure["bars"]): BarLook[] {
  const seen = new Map<FilterMode, number>();
  const taken = new Map<string, number>();
  return bars.map(({ key, name, mode, algorithm }) => {
    const words = algorithm === null ? `${name}, base` : `${name}, ${ALGORITHM_WORDS[algorithm]}`;
    const times = (taken.get(words) ?? 0) + 1;
    taken.set(words, times);
    const told = times === 1 ? words : `${words} (${times})`;
    if (mode === null) return { key, name: told, colour: "var(--faint)", opacity: 0.4, dash: "3 2" };
    const before = seen.get(mode) ?? 0;
    seen.set(mode, before + 1);
    return { key, name: told, colour: MODE_COLOURS[mode], ...nthLook(before) };
  });
}
