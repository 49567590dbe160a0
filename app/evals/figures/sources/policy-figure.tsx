"use client";
/** Gains of models trained on their own base's trajectories, and of those trained on others'. */
import type { ApiOutputs } from "@/app/trpc";
import { ChartFrame } from "@/components/charts/chart-frame";
import { BarLegend, type BarLook, IntervalBars } from "@/components/charts/interval-bars";
import { MODE_WORDS } from "@/components/glyphs/mode-badge";
import { ALGORITHM_WORDS } from "@/components/training/words";
import { formatNumber, formatShare } from "@/domain/format";
import { boundsOf, gainWords, points, SEEDS_NOTE, trajectoriesOf } from "../_parts/words";

type Table = ApiOutputs["evalFigures"]["sources"]["policies"];

const POLICY = {
  "on-policy": { colour: "light-dark(#0b7a66, #2fbf9f)", isDashed: false },
  "off-policy": { colour: "light-dark(#a83c08, #ff9a66)", isDashed: true },
} as const;

export function PolicyFigure({ table: { sets, rows } }: { table: Table }) {
  const seen = new Map<string, number>();
  const looks: BarLook[] = rows.map(({ key, name, policy, algorithm }) => {
    const before = seen.get(policy) ?? 0;
    seen.set(policy, before + 1);
    const opacity = [1, 0.6, 0.3][Math.min(before, 2)] ?? 1;
    return { key: String(key), name: `${name}, ${ALGORITHM_WORDS[algorithm]}, ${policy}`, opacity, ...POLICY[policy] };
  });
  const figures = rows.flatMap((row) =>
    sets.flatMap((set, at) => {
      const cell = row.cells[at];
      return cell ? [{ row, set, cell }] : [];
    }),
  );
  return (
    <ChartFrame
      title="On-policy and off-policy data"
      description={`Gain over the model trained from, in points of accuracy, with 95 % intervals. On-policy: every trajectory was written by the very weights that were trained. ${SEEDS_NOTE}`}
      legend={<BarLegend looks={looks} />}
      isTableOpen
      textColumns={6}
      fileName="on-policy-and-off-policy"
      data={{
        columns: [
          ...["Model", "Source", "Written by", "Filter mode", "Algorithm", "Question set", "Accuracy", "Low", "High"],
          ...["Answers", "Seeds", "Gain, points", "Gain low", "Gain high"],
        ],
        rows: figures.map(({ row, set, cell: { accuracy, gain } }) => [
          ...[`${row.name} (${row.key})`, row.policy, row.writers.map((name) => name ?? "not recorded").join("; ")],
          ...[row.mode ? MODE_WORDS[row.mode] : null, ALGORITHM_WORDS[row.algorithm], set.name, accuracy.share],
          ...[boundsOf(accuracy.interval).low, boundsOf(accuracy.interval).high, accuracy.n, accuracy.seeds],
          ...[gain?.difference ?? null, gain?.interval?.low ?? null, gain?.interval?.high ?? null],
        ]),
      }}
      format={(value, column) => {
        if (column < 9) return formatShare(value);
        return column < 11 ? formatNumber(value) : points(value);
      }}
      linkOf={(at, column) => {
        const found = figures[at];
        const [run] = found?.row.runs ?? [];
        if (column === 0 && run) return `/training/${run.id}`;
        return column === 6 && found ? trajectoriesOf(found.cell.accuracy.evals, found.set.id) : null;
      }}
    >
      <IntervalBars
        looks={looks}
        groups={sets.map(({ name }, at) => ({
          name,
          values: rows.map(({ cells }) => {
            const gain = cells[at]?.gain;
            return gain ? { value: gain.difference, ...boundsOf(gain.interval) } : null;
          }),
        }))}
        xLabel="question set"
        yLabel="gain, points"
        minimum="auto"
        isShare
        formatTick={(value) => (value === 0 ? "0" : points(value))}
        describe={(group, series) => {
          const gain = rows[series]?.cells[group]?.gain;
          return gain ? gainWords(gain) : "its base was not evaluated";
        }}
      />
    </ChartFrame>
  );
}
