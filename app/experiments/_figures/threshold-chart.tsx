"use client";
import { useMemo } from "react";
import { ChartFrame } from "@/components/charts/chart-frame";
import { LineChart, LineSwatch } from "@/components/charts/line-chart";
import { lineLook } from "@/components/training/words";
import { formatInterval, formatNumber, formatShare } from "@/domain/format";
import { type CurveKind, type Curves, KIND_WORDS } from "./threshold";

/** Retention and correctness over every threshold. */
export function ThresholdChart(props: { kind: CurveKind; points: Curves["share"]; least: number }) {
  const { kind, points, least } = props;
  const series = useMemo(
    () => [
      {
        ...lineLook(0),
        name: "Retention",
        points: points.map(({ least: x, share }) => ({ x, y: share })),
      },
      {
        ...lineLook(1),
        name: "Correct of labelled",
        points: points.map(({ least: x, shareCorrect }) => ({
          x,
          y: shareCorrect?.share ?? null,
          band: shareCorrect ? ([shareCorrect.low, shareCorrect.high] as const) : null,
        })),
      },
    ],
    [points],
  );
  const describe = (index: number, x: number) => {
    const point = points[x - 1];
    if (!point) return "–";
    if (index === 0) return `${formatShare(point.share)}, ${formatNumber(point.trajectories)} kept`;
    if (!point.shareCorrect) return "nothing labelled";
    return `${formatShare(point.shareCorrect.share)} (${formatInterval(point.shareCorrect)}), n = ${formatNumber(point.labelled)}`;
  };
  return (
    <ChartFrame
      title="Retention and correctness by threshold"
      description="Correct of the labelled that are kept, with Wilson's 95 % interval; retention is of the whole pool."
      legend={
        <ul aria-label="Legend" className="flex flex-wrap gap-x-3 gap-y-1 text-muted text-xs">
          {series.map(({ name, colour, dash }, index) => (
            <li key={name} className="inline-flex items-center gap-1.5">
              <LineSwatch colour={colour} hasBand={index === 1} {...(dash === undefined ? {} : { dash })} />
              {name}
            </li>
          ))}
        </ul>
      }
      fileName={`threshold-${kind}`}
      data={{
        columns: ["Threshold", "Kept", "Retention", "Correct", "Labelled", "Share correct", "Low", "High"],
        rows: points.map((point) => [
          ...[point.least, point.trajectories, point.share, point.correct, point.labelled],
          ...[point.shareCorrect?.share ?? null, point.shareCorrect?.low ?? null, point.shareCorrect?.high ?? null],
        ]),
      }}
      format={(value, column) => (column === 2 || column > 4 ? formatShare(value) : formatNumber(value))}
    >
      <LineChart
        series={series}
        xLabel={KIND_WORDS[kind].axis}
        yLabel="share"
        domain={[0, 1]}
        formatTick={(value) => formatShare(value, 0)}
        titleOf={(x) => `Threshold ${x}${kind === "share" ? " %" : ""}`}
        describe={(index, { x }) => describe(index, x)}
        mark={least}
      />
    </ChartFrame>
  );
}
