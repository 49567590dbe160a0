"use client";
import { Bar, BarChart, ErrorBar, ReferenceLine, ResponsiveContainer, Tooltip } from "recharts";
import { type Axes, BAR_MARGIN, barAxes } from "./axes";

export type BarLook = {
  key: string;
  name: string;
  colour: string;
  opacity: number;
  /** Of its outline */
  dash?: string;
};
export type Interval = { value: number; low: number | null; high: number | null };
/** One group of bars: a figure of each series; null draws none. */
export type IntervalGroup = { name: string; values: readonly (Interval | null)[] };

/** Pale, so that whiskers are seen where they cross the bar. */
const PALE = 0.5;

/** What stands along the axis of a wide chart */
const LETTERS = 140;
/** A bar of no height at all would lose its whiskers. */
const ALMOST_NOTHING = 1e-9;

/** Groups of bars with their intervals as whiskers. */
export function IntervalBars(
  props: Axes & {
    looks: readonly BarLook[];
    groups: readonly IntervalGroup[];
    describe: (group: number, series: number) => string;
  },
) {
  const { looks, groups, describe } = props;
  const data = groups.map(({ name, values }, index) => ({
    ...{ name, index },
    ...Object.fromEntries(
      values.flatMap((found, at) => {
        const whiskers =
          found === null || found.low === null || found.high === null
            ? null
            : [found.value - found.low, found.high - found.value];
        return [
          [`value${at}`, found && (found.value || ALMOST_NOTHING)],
          [`whiskers${at}`, whiskers],
        ];
      }),
    ),
  }));
  const hasNegative = groups.some(({ values }) => values.some((found) => found && (found.low ?? found.value) < 0));
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart data={data} margin={BAR_MARGIN} barGap={2} barCategoryGap="18%">
        {barAxes({ ...props, mostLetters: Math.max(12, Math.floor(LETTERS / groups.length)) })}
        {hasNegative && <ReferenceLine y={0} stroke="var(--line-strong)" />}
        <Tooltip
          cursor={{ fill: "var(--hover)", fillOpacity: 0.6 }}
          content={({ active, label }) => {
            const group = data.find((entry) => entry.name === label);
            if (!active || !group) return null;
            return (
              <Figures
                title={group.name}
                rows={looks.map((look, series) => ({ look, text: describe(group.index, series) }))}
              />
            );
          }}
        />
        {looks.map(({ key, name, colour, opacity, dash }, at) => (
          <Bar
            key={key}
            dataKey={`value${at}`}
            name={name}
            fill={colour}
            fillOpacity={PALE * opacity}
            stroke={colour}
            maxBarSize={48}
            {...(dash === undefined ? {} : { strokeDasharray: dash })}
            isAnimationActive={false}
          >
            <ErrorBar
              dataKey={`whiskers${at}`}
              width={6}
              strokeWidth={1.5}
              stroke="var(--ink)"
              isAnimationActive={false}
            />
          </Bar>
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}

function Figures({ title, rows }: { title: string; rows: readonly { look: BarLook; text: string }[] }) {
  return (
    <div className="max-w-96 rounded-md border border-line bg-raised px-2.5 py-1.5 text-ink text-xs shadow-pop">
      <div className="pb-1 font-medium">{title}</div>
      <dl className="grid grid-cols-[auto_auto] gap-x-4 gap-y-0.5">
        {rows.map(({ look, text }) => (
          <div key={look.key} className="contents">
            <dt className="inline-flex min-w-0 items-center gap-1.5 text-muted">
              <BarSwatch look={look} />
              <span className="truncate">{look.name}</span>
            </dt>
            <dd className="text-right tabular-nums">{text}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function BarSwatch({ look: { colour, opacity, dash } }: { look: BarLook }) {
  return (
    <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden className="shrink-0">
      <rect
        {...{ x: 0.5, y: 0.5, width: 9, height: 9 }}
        fill={colour}
        fillOpacity={PALE * opacity}
        stroke={colour}
        {...(dash === undefined ? {} : { strokeDasharray: dash })}
      />
    </svg>
  );
}

/** The series with their looks. */
export function BarLegend({ looks }: { looks: readonly BarLook[] }) {
  return (
    <ul aria-label="Legend" className="flex flex-wrap gap-x-3 gap-y-1 text-muted text-xs">
      {looks.map((look) => (
        <li key={look.key} className="inline-flex items-center gap-1.5">
          <BarSwatch look={look} />
          {look.name}
        </li>
      ))}
    </ul>
  );
}
