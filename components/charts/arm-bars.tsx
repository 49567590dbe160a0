"use client";
import { Bar, BarChart, Cell, ErrorBar, ResponsiveContainer, Tooltip } from "recharts";
import type { ArmLook } from "./arm-look";
import { type Axes, BAR_MARGIN, barAxes } from "./axes";
import { ChartTooltip } from "./chart-tooltip";

/** One group of bars: a value of each arm; null draws none. */
export type ArmGroup = { name: string; values: readonly (number | null)[] };

/** Groups of bars, one an arm, in the hues of the arms' modes. */
export function ArmGroupsChart(
  props: Axes & {
    arms: readonly ArmLook[];
    groups: readonly ArmGroup[];
    describe: (group: number, arm: number) => string;
  },
) {
  const { arms, describe } = props;
  const data = props.groups.map(({ name, values }, index) => ({
    ...{ name, index },
    ...Object.fromEntries(values.map((value, arm) => [`arm${arm}`, value])),
  }));
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart data={data} margin={BAR_MARGIN} barGap={1} barCategoryGap="18%">
        {barAxes(props)}
        <Tooltip
          cursor={{ fill: "var(--hover)", fillOpacity: 0.6 }}
          content={({ active, label }) => {
            const group = data.find((entry) => entry.name === label);
            if (!active || !group) return null;
            const rows = arms.map(({ name, mode }, arm) => ({ name, mode, text: describe(group.index, arm) }));
            return <ChartTooltip title={group.name} rows={rows} />;
          }}
        />
        {arms.map(({ name, colour, opacity }, arm) => (
          <Bar
            key={name}
            dataKey={`arm${arm}`}
            name={name}
            fill={colour}
            fillOpacity={opacity}
            stroke={opacity < 1 ? colour : "none"}
            isAnimationActive={false}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}

export type ArmValue = { value: number | null; low: number | null; high: number | null };

/** One bar an arm with its interval as whiskers. */
export function ArmIntervalsChart(
  props: Axes & { arms: readonly ArmLook[]; values: readonly ArmValue[]; describe: (arm: number) => string },
) {
  const { arms, values, describe } = props;
  const data = arms.map(({ name }, arm) => {
    const { value = null, low = null, high = null } = values[arm] ?? {};
    const whiskers = value === null || low === null || high === null ? null : [value - low, high - value];
    return { name, value, whiskers };
  });
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart data={data} margin={BAR_MARGIN} barCategoryGap="35%">
        {barAxes(props)}
        <Tooltip
          cursor={{ fill: "var(--hover)", fillOpacity: 0.6 }}
          content={({ active, label }) => {
            const at = arms.findIndex(({ name }) => name === label);
            const arm = arms[at];
            if (!active || !arm) return null;
            return <ChartTooltip title="" rows={[{ mode: arm.mode, name: arm.name, text: describe(at) }]} />;
          }}
        />
        <Bar dataKey="value" isAnimationActive={false}>
          {arms.map(({ name, colour, opacity }) => (
            // Pale, so that the whiskers are seen where they cross the bar.
            <Cell key={name} fill={colour} fillOpacity={0.45 * opacity} stroke={colour} />
          ))}
          <ErrorBar dataKey="whiskers" width={8} strokeWidth={1.5} stroke="var(--ink)" isAnimationActive={false} />
        </Bar>
      </BarChart>
    </ResponsiveContainer>
  );
}

/** The arms with their looks. */
export function ArmLegend({ arms }: { arms: readonly ArmLook[] }) {
  return (
    <ul aria-label="Legend" className="flex flex-wrap gap-x-3 gap-y-1 text-muted text-xs">
      {arms.map(({ name, colour, opacity }) => (
        <li key={name} className="inline-flex items-center gap-1.5">
          <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden className="shrink-0">
            <rect x="0.5" y="0.5" width="9" height="9" fill={colour} fillOpacity={opacity} stroke={colour} />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}
