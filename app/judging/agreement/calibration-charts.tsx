"use client";
/** Whether B's scores mean what they say, and from which score on to take a step for reasonable. */
import { ChartFrame } from "@/components/charts/chart-frame";
import { LineChart, LineSwatch } from "@/components/charts/line-chart";
import { lineLook } from "@/components/training/words";
import type { Calibration, CalibrationBin } from "@/domain/agreement/calibration";
import { formatCount, formatInterval, formatNumber, formatShare } from "@/domain/format";
import { FigureText } from "./figure-text";

export function CalibrationCharts(props: { calibration: Calibration; nameA: string; nameB: string }) {
  const { calibration, nameA, nameB } = props;
  const { steps, withoutVerdict, ece, agreement, kappa } = calibration;
  return (
    <section aria-labelledby="scores" className="min-w-0 border-line border-t px-4 py-4 md:px-5">
      <h2 id="scores" className="font-semibold">
        Scores of B
      </h2>
      <p className="text-muted text-xs tabular-nums">
        {formatCount(steps, "step")} with a score of {nameB} and a verdict of {nameA}
        {withoutVerdict > 0 && `; ${formatNumber(withoutVerdict)} with a score and no verdict of A are left out`}
      </p>
      <div className="mt-3 grid items-start gap-x-10 gap-y-4 lg:grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)]">
        <Reliability bins={calibration.bins} />
        <dl className="grid w-fit grid-cols-[auto_auto] items-baseline gap-x-6 gap-y-1.5 tabular-nums">
          <dt>
            Expected calibration error
            <span className="block text-faint text-xs">mean distance of the curve from the diagonal</span>
          </dt>
          <dd className="text-right">{formatShare(ece)}</dd>
          <dt>
            Most agreement
            <span className="block text-faint text-xs">reasonable from a score of {agreement.least} on</span>
          </dt>
          <dd className="text-right">
            <FigureText figure={agreement.figure} kind="share" />
          </dd>
          {kappa && (
            <>
              <dt>
                Best κ<span className="block text-faint text-xs">reasonable from a score of {kappa.least} on</span>
              </dt>
              <dd className="text-right">
                <FigureText figure={kappa.figure} kind="index" />
              </dd>
            </>
          )}
          <dd className="col-span-2 max-w-96 text-muted text-xs">
            Both thresholds are the best on these very steps: on others they do somewhat worse.
          </dd>
        </dl>
      </div>
    </section>
  );
}

type FilledBin = CalibrationBin & { meanScore: number };

function Reliability({ bins }: { bins: readonly CalibrationBin[] }) {
  const filled = bins.filter((bin): bin is FilledBin => bin.meanScore !== null);
  const ends = [0, 100].map((x) => ({ x, y: x / 100 }));
  const series = [
    {
      ...lineLook(0),
      name: "Reasonable by A",
      points: filled.map(({ meanScore, reasonable: { value, interval } }) => ({
        x: meanScore,
        y: value,
        band: interval ? ([interval.low, interval.high] as const) : null,
      })),
    },
    { ...lineLook(1), name: "As the score says", points: ends },
  ];
  return (
    <ChartFrame
      title="What scores are worth"
      description="Share of steps that A calls reasonable or neutral, by ten bins of B's score, with 95 % intervals."
      legend={
        <ul aria-label="Legend" className="flex flex-wrap gap-x-3 gap-y-1 text-muted text-xs">
          {series.map(({ name, colour, dash }, index) => (
            <li key={name} className="inline-flex items-center gap-1.5">
              <LineSwatch colour={colour} hasBand={index === 0} {...(dash === undefined ? {} : { dash })} />
              {name}
            </li>
          ))}
        </ul>
      }
      fileName="reliability"
      data={{
        columns: ["Scores", "Steps", "Mean score", "Reasonable by A", "Low", "High"],
        rows: bins.map(({ from, to, meanScore, reasonable: { n, value, interval } }) => [
          ...[`${from}–${to}`, n, meanScore, value],
          ...[interval?.low ?? null, interval?.high ?? null],
        ]),
      }}
      format={(value, column) => (column > 2 ? formatShare(value) : formatNumber(value, column === 2 ? 1 : 0))}
    >
      <LineChart
        series={series}
        xLabel="mean score of a bin"
        yLabel="share reasonable"
        domain={[0, 1]}
        formatTick={(value) => formatShare(value, 0)}
        titleOf={(x) => `Score ${formatNumber(x, Number.isInteger(x) ? 0 : 1)}`}
        describe={(index, { x, y }) => {
          const bin = filled.find(({ meanScore }) => meanScore === x);
          if (index === 1 || !bin) return formatShare(y ?? 0);
          const { value, interval, n } = bin.reasonable;
          return `${formatShare(value ?? 0)}${interval ? ` (${formatInterval(interval)})` : ""}, n = ${formatNumber(n)}`;
        }}
      />
    </ChartFrame>
  );
}
