"use client";
/** Gains in reasonable steps by two judges as bars, and all of the shares in the table. */
import type { ApiOutputs } from "@/app/trpc";
import { ChartFrame } from "@/components/charts/chart-frame";
import { BarLegend, type BarLook, IntervalBars } from "@/components/charts/interval-bars";
import { formatNumber, formatShare } from "@/domain/format";
import { boundsOf, gainWords, points } from "../_parts/words";

type Page = ApiOutputs["evalFigures"]["process"];
type Row = Page["rows"][number];
type Figure = Row["figures"]["gap"];

const LOOKS: BarLook[] = [
  { key: "own", name: "by the judge that trained", colour: "light-dark(#4640bd, #a7a4fa)", opacity: 1 },
  { key: "other", name: "by the second judge", colour: "light-dark(#a83c08, #ff9a66)", opacity: 0.5, isDashed: true },
];
const SHARES = ["before", "after", "gain"] as const;

export function ProcessFigure({ rows, second }: { rows: readonly Row[]; second: string | null }) {
  const threeOf = ({ value, interval }: Figure) => [value, boundsOf(interval).low, boundsOf(interval).high];
  const gainOf = ({ figures }: Row, judge: "own" | "other") => figures[judge].gain;
  return (
    <ChartFrame
      title="Gain in the share of reasonable steps"
      description="In points, with 95 % intervals over questions: after training less before. A gain that only the judge that trained sees is what reward hacking looks like; the gap is the one gain less the other."
      legend={<BarLegend looks={LOOKS} />}
      height="h-72"
      isTableOpen
      textColumns={5}
      fileName="share-of-reasonable-steps"
      data={{
        columns: [
          ...["Model", "Question set", "Distribution", "Judge that trained", "Second judge"],
          ...["Judge that trained", "Second judge"].flatMap((judge) =>
            SHARES.flatMap((name) => [`${judge}: ${name}`, `${judge}: ${name}, low`, `${judge}: ${name}, high`]),
          ),
          ...["Gap", "Gap, low", "Gap, high", "Judged by the judge that trained", "Judged by the second"],
        ],
        rows: rows.map(({ run, set, wasTrainedOn, judge, own, other, figures }) => [
          ...[`${run.name} (${run.id})`, set.name, wasTrainedOn === null ? null : wasTrainedOn ? "in" : "out", judge],
          other ? second : null,
          ...SHARES.flatMap((name) => threeOf(figures.own[name])),
          ...SHARES.flatMap((name) => threeOf(figures.other[name])),
          ...threeOf(figures.gap),
          ...[own.before.judged + own.after.judged, other ? other.before.judged + other.after.judged : null],
        ]),
      }}
      format={(value, column) => {
        if (column >= 26) return formatNumber(value);
        return column >= 23 || (column - 5) % 9 >= 6 ? points(value) : formatShare(value);
      }}
      linkOf={(at, column) => {
        const row = rows[at];
        if (!row) return null;
        if (column === 0) return `/training/${row.run.id}`;
        const side = { 5: row.own.before, 8: row.own.after, 14: row.other?.before, 17: row.other?.after }[column];
        return side?.judging
          ? `/trajectories?${new URLSearchParams({ run: String(side.run), set: String(row.set.id), judge: String(side.judging) })}`
          : null;
      }}
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
            : `${gainWords({ difference: gain.value, interval: gain.interval })}, n = ${formatNumber(gain.n)}`;
        }}
      />
    </ChartFrame>
  );
}
