"use client";
/** Grouped bars with intervals: the filter modes on each question set, base model included. */
import type { ApiOutputs } from "@/app/trpc";
import { ChartFrame } from "@/components/charts/chart-frame";
import { BarLegend, type BarLook, IntervalBars } from "@/components/charts/interval-bars";
import { MODE_COLOURS, MODE_WORDS } from "@/components/glyphs/mode-badge";
import { ALGORITHM_WORDS } from "@/components/training/words";
import type { FilterMode } from "@/domain/filter";
import { formatNumber, formatShare } from "@/domain/format";
import { boundsOf, cellWords, SEEDS_NOTE, trajectoriesOf } from "./_parts/words";

type Figure = ApiOutputs["evalFigures"]["modes"]["figure"];
const OPACITIES = [1, 0.6, 0.35, 0.15] as const;

export function ModeFigure({ figure, of }: { figure: Figure; of: string }) {
  const { sets, bars } = figure;
  const looks = looksOf(bars);
  const rows = bars.flatMap((bar, series) =>
    sets.flatMap((set, at) => {
      const cell = bar.cells[at];
      return cell ? [{ bar, look: looks[series], set, cell }] : [];
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
      data={{
        columns: [
          ...["Model", "Filter mode", "Algorithm", "Question set", "Accuracy", "Low", "High", "Answers", "Questions"],
          "Seeds",
        ],
        rows: rows.map(({ bar, look, set, cell }) => [
          ...[look?.name ?? bar.name, bar.mode ? MODE_WORDS[bar.mode] : "base"],
          ...[bar.algorithm ? ALGORITHM_WORDS[bar.algorithm] : null, set.name, cell.share],
          ...[boundsOf(cell.interval).low, boundsOf(cell.interval).high, cell.n, cell.questions, cell.seeds],
        ]),
      }}
      format={(value, column) => (column < 7 ? formatShare(value) : formatNumber(value))}
      linkOf={(row, column) => {
        const found = rows[row];
        if (!found) return null;
        const [run] = found.bar.runs;
        if (column === 0 && run) return `/training/${run.id}`;
        return column === 4 ? trajectoriesOf(found.cell.evals, found.set.id) : null;
      }}
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

/** Several bars of one mode are ever paler, and named by what tells them apart. */
function looksOf(bars: Figure["bars"]): BarLook[] {
  const seen = new Map<FilterMode, number>();
  const taken = new Map<string, number>();
  return bars.map(({ key, name, mode, algorithm }) => {
    const words = algorithm === null ? `${name}, base` : `${name}, ${ALGORITHM_WORDS[algorithm]}`;
    const times = (taken.get(words) ?? 0) + 1;
    taken.set(words, times);
    const told = times === 1 ? words : `${words} (${times})`;
    if (mode === null) return { key, name: told, colour: "var(--faint)", opacity: 0.4, isDashed: true };
    const before = seen.get(mode) ?? 0;
    seen.set(mode, before + 1);
    const opacity = OPACITIES[Math.min(before, OPACITIES.length - 1)] ?? 1;
    return { key, name: told, colour: MODE_COLOURS[mode], opacity };
  });
}
