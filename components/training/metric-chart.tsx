"use client";
import { useMemo } from "react";
import { formatNumber } from "@/domain/format";
import { bandOf, type Figure, formatFigure } from "@/domain/training/figures";
import { type Point, scoredActions } from "@/domain/training/series";
import { ChartFrame } from "../charts/chart-frame";
import type { Cell } from "../charts/csv";
import { LineChart, type LinePoint, LineSwatch } from "../charts/line-chart";
import { lineLook } from "./words";

export type RunSeries = {
  name: string;
  points: readonly Point[];
  /** Sampled actions of one update; 0 for sft */
  actionsPerUpdate: number;
};

/** One figure of one or several training runs, by update; bands only where one run is drawn. */
export function MetricChart({ figure, runs }: { figure: Figure; runs: readonly RunSeries[] }) {
  const isOne = runs.length === 1;
  const series = useMemo(
    () =>
      runs.map(({ name, points, actionsPerUpdate }, index) => ({
        ...lineLook(index),
        name: runs.length === 1 ? figure.title : uniqueName(runs, name, index),
        points: points.map(
          (point): LinePoint => ({
            x: point.step,
            y: point.values[figure.name] ?? null,
            band: runs.length === 1 ? bandOf(figure, point, actionsPerUpdate) : null,
          }),
        ),
      })),
    [figure, runs],
  );
  const hasBand = series.some(({ points }) => points.some(({ band }) => band));
  // Runs of words repeat seldom; where they never do, there is nothing to zoom in on.
  const isSmall =
    figure.name === "repetition" && series.some(({ points }) => points.some(({ y }) => y !== null && y > 0));
  const isBucketed = runs.some(({ points }) => points.some(({ n }) => n > 1));
  const pointAt = (run: number, x: number) => runs[run]?.points.find(({ step }) => step === x);

  const describe = (index: number, { x, y, band }: LinePoint) => {
    if (y === null) return "none";
    const around = band ? ` (${formatFigure(figure, band[0])} to ${formatFigure(figure, band[1])})` : "";
    const point = pointAt(index, x);
    const n = figure.band === "interval" && point ? scoredActions(point, runs[index]?.actionsPerUpdate ?? 0) : 0;
    return `${formatFigure(figure, y)}${around}${n > 0 ? `, n = ${formatNumber(n)}` : ""}`;
  };
  const titleOf = (x: number) => {
    const point = runs.map((_, index) => pointAt(index, x)).find((each) => each !== undefined);
    return point && point.n > 1
      ? `Updates ${formatNumber(point.from)} to ${formatNumber(x)}`
      : `Update ${formatNumber(x)}`;
  };
  return (
    <ChartFrame
      title={figure.title}
      description={[
        figure.explains,
        isBucketed ? "Each point is the mean of several updates." : "",
        hasBand ? figure.bandExplains : "",
      ].join(" ")}
      legend={isOne ? undefined : <RunLegend names={runs.map(({ name }) => name)} />}
      fileName={`training-${figure.name}`}
      data={{
        columns: isOne
          ? ["Update", figure.title, ...(hasBand ? ["Low", "High"] : [])]
          : ["Update", ...runs.map(({ name }, index) => uniqueName(runs, name, index))],
        rows: isOne ? rowsOfOne(series[0]?.points ?? [], hasBand) : rowsOfMany(series),
      }}
      format={(value, column) => (column === 0 ? formatNumber(value) : formatFigure(figure, value))}
    >
      <LineChart
        series={series}
        xLabel="update"
        yLabel={figure.unit}
        formatTick={(value) => (figure.isShare ? `${formatNumber(value * 100)} %` : formatFigure(figure, value))}
        {...(figure.isShare ? { domain: [0, isSmall ? ("auto" as const) : 1] as const } : {})}
        titleOf={titleOf}
        describe={describe}
      />
    </ChartFrame>
  );
}

export function RunLegend({ names }: { names: readonly string[] }) {
  return (
    <ul aria-label="Legend" className="flex flex-wrap gap-x-3 gap-y-1 text-muted text-xs">
      {names.map((name, index) => {
        const { colour, dash } = lineLook(index);
        return (
          <li key={index} className="inline-flex min-w-0 items-center gap-1.5">
            <LineSwatch colour={colour} {...(dash === undefined ? {} : { dash })} />
            <span className="truncate">{name}</span>
          </li>
        );
      })}
    </ul>
  );
}

const uniqueName = (runs: readonly RunSeries[], name: string, index: number) =>
  runs.findIndex((run) => run.name === name) === index ? name : `${name} (${index + 1})`;

function rowsOfOne(points: readonly LinePoint[], hasBand: boolean): Cell[][] {
  return points.map(({ x, y, band }) => [x, y, ...(hasBand ? [band?.[0] ?? null, band?.[1] ?? null] : [])]);
}

function rowsOfMany(series: readonly { points: readonly LinePoint[] }[]): Cell[][] {
  const byX = new Map<number, Cell[]>();
  series.forEach(({ points }, index) => {
    for (const { x, y } of points) {
      const row = byX.get(x) ?? [x, ...series.map(() => null)];
      row[index + 1] = y;
      byX.set(x, row);
    }
  });
  return [...byX.values()].sort((a, b) => Number(a[0]) - Number(b[0]));
}
