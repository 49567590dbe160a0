"use client";
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { formatNumber } from "@/domain/format";

export type LinePoint = { x: number; y: number | null; band?: readonly [number, number] | null };
export type LineSeries = { name: string; colour: string; dash?: string; points: readonly LinePoint[] };

type Props = {
  series: readonly LineSeries[];
  xLabel: string;
  yLabel: string;
  formatTick: (value: number) => string;
  /** The ends of the y axis where they are fixed */
  domain?: readonly [number | "auto", number | "auto"];
  /** The heading of the figures under the pointer */
  titleOf: (x: number) => string;
  describe: (series: number, point: LinePoint) => string;
  /** Where on the x axis something stands that is shown elsewhere */
  mark?: number;
};

const TICK = { fill: "var(--muted)", fontSize: 11 };
const MARGIN = { top: 8, right: 16, bottom: 18, left: 12 };

type Row = { x: number } & Record<string, number | readonly [number, number] | null>;

/** Lines over a number, each with a band where its points have one. A missing value leaves a gap. */
export function LineChart({ series, xLabel, yLabel, formatTick, domain, titleOf, describe, mark }: Props) {
  const rows = mergeByX(series);
  // Runs that write down other updates must not break each other's lines.
  const bridgesGaps = series.length > 1;
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart data={rows} margin={MARGIN}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="x"
          type="number"
          domain={["dataMin", "dataMax"]}
          allowDecimals={false}
          tick={TICK}
          tickFormatter={(value: number) => formatNumber(value)}
          tickLine={false}
          axisLine={{ stroke: "var(--line-strong)" }}
          label={{ value: xLabel, position: "insideBottom", offset: -12, ...TICK }}
        />
        <YAxis
          tick={TICK}
          tickLine={false}
          axisLine={false}
          width={74}
          domain={domain ? [...domain] : ["auto", "auto"]}
          tickFormatter={formatTick}
          label={{ value: yLabel, angle: -90, position: "insideLeft", style: { textAnchor: "middle" }, ...TICK }}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: "var(--line-strong)" }}
          content={({ active, label }) => {
            const at = Number(label);
            if (!active || Number.isNaN(at)) return null;
            const found = series.flatMap((each, index) => {
              const point = each.points.find(({ x }) => x === at);
              return point ? [{ name: each.name, colour: each.colour, text: describe(index, point) }] : [];
            });
            return <Figures title={titleOf(at)} rows={found} />;
          }}
        />
        {mark !== undefined && <ReferenceLine x={mark} stroke="var(--muted)" strokeDasharray="3 3" />}
        {series.map(({ name, colour, points }, index) =>
          points.some(({ band }) => band) ? (
            <Area
              key={`${name} band`}
              dataKey={`band${index}`}
              stroke="none"
              fill={colour}
              fillOpacity={0.16}
              isAnimationActive={false}
              activeDot={false}
            />
          ) : null,
        )}
        {series.map(({ name, colour, dash }, index) => (
          <Line
            key={name}
            dataKey={`y${index}`}
            name={name}
            stroke={colour}
            strokeWidth={1.5}
            {...(dash === undefined ? {} : { strokeDasharray: dash })}
            dot={dotsOf(loners(rows, `y${index}`, bridgesGaps), colour)}
            activeDot={{ r: 3 }}
            connectNulls={bridgesGaps}
            isAnimationActive={false}
          />
        ))}
      </ComposedChart>
    </ResponsiveContainer>
  );
}

function mergeByX(series: readonly LineSeries[]): Row[] {
  const rows = new Map<number, Row>();
  series.forEach(({ points }, index) => {
    for (const { x, y, band } of points) {
      const row: Row = rows.get(x) ?? { x };
      row[`y${index}`] = y;
      row[`band${index}`] = band ?? null;
      rows.set(x, row);
    }
  });
  return [...rows.values()].sort((a, b) => a.x - b.x);
}

/** Places of the points that no line reaches: without a dot they would not be seen. */
function loners(rows: readonly Row[], key: `y${number}`, bridgesGaps: boolean): Set<number> {
  const known = rows.flatMap((row, at) => (typeof row[key] === "number" ? [at] : []));
  if (bridgesGaps) return new Set(known.length === 1 ? known : []);
  const isKnown = new Set(known);
  return new Set(known.filter((at) => !isKnown.has(at - 1) && !isKnown.has(at + 1)));
}

function dotsOf(places: ReadonlySet<number>, colour: string) {
  if (places.size === 0) return false;
  return ({ cx, cy, index }: { cx?: number; cy?: number; index?: number }) =>
    index !== undefined && places.has(index) ? <circle key={index} cx={cx} cy={cy} r={2} fill={colour} /> : null;
}

function Figures({ title, rows }: { title: string; rows: readonly { name: string; colour: string; text: string }[] }) {
  return (
    <div className="max-w-80 rounded-md border border-line bg-raised px-2.5 py-1.5 text-ink text-xs shadow-pop">
      <div className="pb-1 font-medium">{title}</div>
      <dl className="grid grid-cols-[auto_auto] gap-x-4 gap-y-0.5">
        {rows.map(({ name, colour, text }) => (
          <div key={name} className="contents">
            <dt className="inline-flex min-w-0 items-center gap-1.5 text-muted">
              <LineSwatch colour={colour} />
              <span className="truncate">{name}</span>
            </dt>
            <dd className="text-right tabular-nums">{text}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

export function LineSwatch({ colour, dash, hasBand = false }: { colour: string; dash?: string; hasBand?: boolean }) {
  return (
    <svg width="18" height="10" viewBox="0 0 18 10" aria-hidden className="shrink-0">
      {hasBand && <rect width="18" height="10" fill={colour} fillOpacity="0.16" />}
      <line x1="0" x2="18" y1="5" y2="5" stroke={colour} strokeWidth="2" strokeDasharray={dash} />
    </svg>
  );
}
