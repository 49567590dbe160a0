"use client";
import {
  CartesianGrid,
  ComposedChart,
  ErrorBar,
  Line,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { formatNumber } from "@/domain/format";
import type { Interval } from "./interval-bars";
import { LineSwatch } from "./line-chart";

export type LogSeries = {
  key: string;
  name: string;
  colour: string;
  dash?: string;
  points: readonly (Interval & { x: number; text: string })[];
};

const TICK = { fill: "var(--muted)", fontSize: 11 };
const MARGIN = { top: 14, right: 24, bottom: 18, left: 12 };

/** Points with their intervals over a number on a logarithmic axis, joined by lines. `levels` are drawn across, with their intervals as bands. */
export function LogPoints(props: {
  series: readonly LogSeries[];
  levels: readonly ({ name: string } & Interval)[];
  xLabel: string;
  yLabel: string;
  formatTick: (value: number) => string;
}) {
  const { series, levels } = props;
  // Points of one series may share a place, as two arms of one size do: each keeps a row of its own.
  const rows = series
    .flatMap(({ points }, at) =>
      points.map(({ x, value, low, high }) => ({
        x,
        [`y${at}`]: value,
        [`whiskers${at}`]: low === null || high === null ? null : [value - low, high - value],
      })),
    )
    .sort((a, b) => a.x - b.x);
  const sizes = [...new Set(rows.map(({ x }) => x))];
  const [least = 1, most = 1] = [sizes[0], sizes.at(-1)];
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart data={rows} margin={MARGIN}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="x"
          type="number"
          scale="log"
          domain={[least / 1.5, most * 1.5]}
          ticks={sizes}
          allowDataOverflow
          tick={TICK}
          tickFormatter={(value: number) => formatNumber(value)}
          tickLine={false}
          interval="preserveStartEnd"
          axisLine={{ stroke: "var(--line-strong)" }}
          label={{ value: props.xLabel, position: "insideBottom", offset: -12, ...TICK }}
        />
        <YAxis
          tick={TICK}
          tickLine={false}
          axisLine={false}
          width={62}
          domain={[0, 1]}
          tickFormatter={props.formatTick}
          label={{ value: props.yLabel, angle: -90, position: "insideLeft", style: { textAnchor: "middle" }, ...TICK }}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: "var(--line-strong)" }}
          content={({ active, label }) => {
            const x = Number(label);
            if (!active || Number.isNaN(x)) return null;
            return <Figures title={`${formatNumber(x)} ${props.xLabel}`} series={series} x={x} />;
          }}
        />
        {levels.map(({ name, low, high }) =>
          low === null || high === null ? null : (
            <ReferenceArea key={`${name} band`} y1={low} y2={high} fill="var(--muted)" fillOpacity={0.12} />
          ),
        )}
        {levels.map(({ name, value }) => (
          <ReferenceLine
            key={name}
            y={value}
            stroke="var(--muted)"
            strokeDasharray="3 3"
            label={{ value: name, position: "insideBottomRight", ...TICK }}
          />
        ))}
        {series.map(({ key, name, colour, dash }, at) => (
          <Line
            key={key}
            dataKey={`y${at}`}
            name={name}
            stroke={colour}
            strokeWidth={1.5}
            {...(dash === undefined ? {} : { strokeDasharray: dash })}
            dot={{ r: 3, fill: colour, strokeDasharray: "" }}
            connectNulls
            isAnimationActive={false}
          >
            <ErrorBar
              dataKey={`whiskers${at}`}
              direction="y"
              width={6}
              strokeWidth={1.25}
              stroke={colour}
              isAnimationActive={false}
            />
          </Line>
        ))}
      </ComposedChart>
    </ResponsiveContainer>
  );
}

function Figures({ title, series, x }: { title: string; series: readonly LogSeries[]; x: number }) {
  return (
    <div className="max-w-96 rounded-md border border-line bg-raised px-2.5 py-1.5 text-ink text-xs shadow-pop">
      <div className="pb-1 font-medium">{title}</div>
      <ul className="flex flex-col gap-0.5">
        {series.flatMap(({ key, name, colour, dash, points }) =>
          points
            .filter((point) => point.x === x)
            .map(({ text }) => (
              <li key={`${key} ${text}`} className="flex items-center gap-1.5">
                <LineSwatch colour={colour} {...(dash === undefined ? {} : { dash })} />
                <span className="text-muted">{name}</span>
                <span className="ml-auto pl-4 tabular-nums">{text}</span>
              </li>
            )),
        )}
      </ul>
    </div>
  );
}

export function LogLegend({ series }: { series: readonly LogSeries[] }) {
  return (
    <ul aria-label="Legend" className="flex flex-wrap gap-x-3 gap-y-1 text-muted text-xs">
      {series.map(({ key, name, colour, dash }) => (
        <li key={key} className="inline-flex items-center gap-1.5">
          <LineSwatch colour={colour} {...(dash === undefined ? {} : { dash })} />
          {name}
        </li>
      ))}
    </ul>
  );
}
