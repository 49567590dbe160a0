"use client";
/** Gains of models trained on their own base's trajectories, and of those trained on others'. */
import type { ApiOutputs } from "@/app/trpc";
import { nthLook } from "@/components/charts/bar-look";
import { ChartFrame } from "@/components/charts/chart-frame";
import { type Column, tableOf } from "@/components/charts/columns";
import { BarLegend, type BarLook, IntervalBars } from "@/components/charts/interval-bars";
import { MODE_WORDS } from "@/components/glyphs/mode-badge";
import { ALGORITHM_WORDS } from "@/components/training/words";
import { accuracyColumns, gainColumns, seedsColumn } from "../_parts/columns";
import { boundsOf, gainWords, points, SEEDS_NOTE, trajectoriesOf } from "../_parts/words";

type Table = ApiOutputs["evalFigures"]["sources"]["policies"];

const POLICY = {
  "on-policy": { colour: "light-dark(#0b7a66, #2fbf9f)", outlines: [undefined, "10 2"] },
  "off-policy": { colour: "light-dark(#a83c08, #ff9a66)", outlines: ["3 2", "1 2"] },
} as const;

type Row = Table["rows"][number];
type Entry = { row: Row; set: Table["sets"][number]; cell: NonNullable<Row["cells"][number]> };
const COLUMNS: Column<Entry>[] = [
  {
    name: "Model",
    of: ({ row }) => `${row.name} (${row.key})`,
    href: ({ row }) => (row.runs[0] ? `/training/${row.runs[0].id}` : null),
  },
  { name: "Source", of: ({ row }) => row.policy },
  { name: "Written by", of: ({ row }) => row.writers.map((name) => name ?? "not recorded").join("; ") },
  { name: "Filter mode", of: ({ row }) => (row.mode ? MODE_WORDS[row.mode] : null) },
  { name: "Algorithm", of: ({ row }) => ALGORITHM_WORDS[row.algorithm] },
  { name: "Question set", of: ({ set }) => set.name },
  ...accuracyColumns<Entry>(
    ({ cell }) => cell.accuracy,
    ({ set, cell }) => trajectoriesOf(cell.accuracy.evals, set.id),
  ),
  seedsColumn(({ cell }) => cell.accuracy),
  ...gainColumns<Entry>(({ cell }) => cell.gain),
];

export function PolicyFigure({ table: { sets, rows } }: { table: Table }) {
  const seen = new Map<string, number>();
  const looks: BarLook[] = rows.map(({ key, name, policy, algorithm }) => {
    const before = seen.get(policy) ?? 0;
    seen.set(policy, before + 1);
    const { colour, outlines } = POLICY[policy];
    const words = `${name}, ${ALGORITHM_WORDS[algorithm]}, ${policy}`;
    return { key: String(key), name: words, colour, ...nthLook(before, outlines) };
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
      {...tableOf(COLUMNS, figures)}
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
