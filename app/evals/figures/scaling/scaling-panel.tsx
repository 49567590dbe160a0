"use client";
/** Accuracy on one question set against how much models were trained on. */
import type { ApiOutputs } from "@/app/trpc";
import { ChartFrame } from "@/components/charts/chart-frame";
import { LogLegend, LogPoints } from "@/components/charts/log-points";
import { MODE_COLOURS, MODE_WORDS } from "@/components/glyphs/mode-badge";
import { ALGORITHM_WORDS } from "@/components/training/words";
import type { SizeKind } from "@/domain/eval/figures/scaling";
import { formatNumber, formatShare } from "@/domain/format";
import { boundsOf, cellWords, trajectoriesOf } from "../_parts/words";
import { SIZE_WORDS } from "./size-words";

type Panel = ApiOutputs["evalFigures"]["scaling"]["figure"]["panels"][number];

export function ScalingPanel({ panel, kind }: { panel: Panel; kind: SizeKind }) {
  const { set, bases } = panel;
  const hasBases = new Set(panel.series.map(({ base }) => base.id)).size > 1;
  const series = panel.series.map(({ mode, algorithm, base, points }) => ({
    key: `${mode} ${algorithm} ${base.id}`,
    name: [
      mode ? MODE_WORDS[mode] : "Filter mode not recorded",
      ALGORITHM_WORDS[algorithm],
      ...(hasBases ? [base.name] : []),
    ].join(", "),
    colour: mode ? MODE_COLOURS[mode] : "var(--faint)",
    ...(algorithm === "sft" ? { dash: "5 3" } : {}),
    points: points.map(({ size, cell, group }) => ({
      ...{ x: size, value: cell.share, ...boundsOf(cell.interval), text: `${group}: ${cellWords(cell)}` },
    })),
  }));
  const rows = panel.series.flatMap((one, at) =>
    one.points.map((point) => ({ ...point, series: series[at]?.name ?? "" })),
  );
  return (
    <ChartFrame
      title={`Accuracy on ${set.name} by ${SIZE_WORDS[kind].axis}`}
      description="Share of right answers with 95 % intervals; logarithmic axis. Lines join the points of one series; each base model's level is drawn across."
      legend={<LogLegend series={series} />}
      isTableOpen
      textColumns={3}
      height="h-64"
      fileName={`scaling-${kind}-set-${set.id}`}
      data={{
        columns: [
          "Series",
          "Arm",
          "Training runs",
          SIZE_WORDS[kind].name,
          "Accuracy",
          "Low",
          "High",
          "Answers",
          "Seeds",
        ],
        rows: [
          ...rows.map(({ series: name, group, runs, size, cell }) => [
            ...[name, group, runs.map((run) => run.name).join("; "), size, cell.share],
            ...[boundsOf(cell.interval).low, boundsOf(cell.interval).high, cell.n, cell.seeds],
          ]),
          ...bases.map(({ base, cell }) => [
            ...["Base model", base.name, null, null, cell.share],
            ...[boundsOf(cell.interval).low, boundsOf(cell.interval).high, cell.n, cell.seeds],
          ]),
        ],
      }}
      format={(value, column) => (column > 3 && column < 7 ? formatShare(value) : formatNumber(value))}
      linkOf={(row, column) => {
        const found = rows[row];
        const [run] = found?.runs ?? [];
        if (column === 1 && run) return `/training/${run.id}`;
        const cell = found?.cell ?? bases[row - rows.length]?.cell;
        return column === 4 && cell ? trajectoriesOf(cell.evals, set.id) : null;
      }}
    >
      <LogPoints
        series={series}
        levels={bases.map(({ base, cell }) => ({ name: base.name, y: cell.share }))}
        xLabel={SIZE_WORDS[kind].axis}
        yLabel="accuracy, % of labelled"
        formatTick={(value) => formatShare(value, 0)}
      />
    </ChartFrame>
  );
}
