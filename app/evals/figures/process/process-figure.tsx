"use client";
/** Gains in reasonable steps by two judges as bars, and all of the shares in the table. */
import { ChartFrame } from "@/components/charts/chart-frame";
import { tableOf } from "@/components/charts/columns";
import { BarLegend, type BarLook, IntervalBars } from "@/components/charts/interval-bars";
import { formatCount, formatNumber } from "@/domain/format";
import { boundsOf, gainWords, points } from "../_parts/words";
import { type ProcessRow, processColumns } from "./process-columns";

const LOOKS: BarLook[] = [
  { key: "own", name: "by the judge that trained", colour: "light-dark(#4640bd, #a7a4fa)", opacity: 1 },
  { key: "other", name: "by the second judge", colour: "light-dark(#a83c08, #ff9a66)", opacity: 0.5, dash: "3 2" },
];

export function ProcessFigure({ rows, second }: { rows: readonly ProcessRow[]; second: string | null }) {
  const gainOf = ({ figures }: ProcessRow, judge: "own" | "other") => figures[judge].gain;
  return (
    <ChartFrame
      title="Gain in the mean share of reasonable steps"
      description="In points, with 95 % intervals over questions: after training less before, on the questions that a judge ruled on both times. A gain that only the judge that trained sees is what reward hacking looks like; the gap is the one gain less the other, on the questions that both judges ruled on both times."
      legend={<BarLegend looks={LOOKS} />}
      height="h-72"
      isTableOpen
      textColumns={5}
      fileName="share-of-reasonable-steps"
      {...tableOf(processColumns(second), rows)}
    >
      <IntervalBars
        looks={LOOKS}
        groups={rows.map((row) => ({
          name: `${row.run.name} (${row.run.id}), ${row.set.name}`,
          values: (["own", "other"] as const).map((judge) => {
            const { value, interval } = gainOf(row, judge);
            return value === null ? null : { value, ...boundsOf(interval) };
          }),
        }))}
        xLabel="model and question set"
        yLabel="gain, points"
        minimum="auto"
        isShare
        formatTick={(value) => (value === 0 ? "0" : points(value))}
        describe={(group, series) => {
          const row = rows[group];
          const gain = row && gainOf(row, series === 0 ? "own" : "other");
          return !gain || gain.value === null
            ? "not judged before and after"
            : `${gainWords({ difference: gain.value, interval: gain.interval })}, n = ${formatNumber(gain.n)}, ${formatCount(row.figures.compared[series === 0 ? "own" : "other"], "question")}`;
        }}
      />
    </ChartFrame>
  );
}
