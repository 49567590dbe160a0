"use client";
import { Bar, BarChart, Cell, ErrorBar, ResponsiveContainer, Tooltip } from "recharts";
import type { ByMode } from "@/domain/comparison";
import { FilterMode } from "@/domain/filter";
import { MODE_COLOURS, MODE_WORDS, ModeSwatch } from "../glyphs/mode-badge";
import { type Axes, BAR_MARGIN, barAxes } from "./axes";
import { ChartTooltip } from "./chart-tooltip";

/** One group of bars: a value of each mode; null draws none. */
export type ModeGroup = { name: string; values: ByMode<number | null> };

/** Groups of four bars, one a mode, in the modes' fixed hues. */
export function ModeGroupsChart(
  props: Axes & { groups: readonly ModeGroup[]; describe: (group: number, mode: FilterMode) => string },
) {
  const data = props.groups.map((group, index) => ({ name: group.name, index, ...group.values }));
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart data={data} margin={BAR_MARGIN} barGap={1} barCategoryGap="18%">
        {barAxes(props)}
        <Tooltip
          cursor={{ fill: "var(--hover)", fillOpacity: 0.6 }}
          content={({ active, label }) => {
            const group = data.find((entry) => entry.name === label);
            if (!active || !group) return null;
            return (
              <ChartTooltip
                title={group.name}
                rows={FilterMode.options.map((mode) => ({ mode, text: props.describe(group.index, mode) }))}
              />
            );
          }}
        />
        {FilterMode.options.map((mode) => (
          <Bar key={mode} dataKey={mode} name={MODE_WORDS[mode]} fill={MODE_COLOURS[mode]} isAnimationActive={false} />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}

export type ModeValue = { mode: FilterMode; value: number | null; low: number | null; high: number | null };

/** One bar a mode with its interval as whiskers. */
export function ModeIntervalsChart(
  props: Axes & { values: readonly ModeValue[]; describe: (mode: FilterMode) => string },
) {
  const data = props.values.map(({ mode, value, low, high }) => ({
    mode,
    name: MODE_WORDS[mode],
    value,
    whiskers: value === null || low === null || high === null ? null : [value - low, high - value],
  }));
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart data={data} margin={BAR_MARGIN} barCategoryGap="35%">
        {barAxes(props)}
        <Tooltip
          cursor={{ fill: "var(--hover)", fillOpacity: 0.6 }}
          content={({ active, label }) => {
            const entry = data.find((one) => one.name === label);
            if (!active || !entry) return null;
            return <ChartTooltip title="" rows={[{ mode: entry.mode, text: props.describe(entry.mode) }]} />;
          }}
        />
        <Bar dataKey="value" isAnimationActive={false}>
          {data.map((entry) => (
            // Pale, so that the whiskers are seen where they cross the bar.
            <Cell
              key={entry.mode}
              fill={MODE_COLOURS[entry.mode]}
              fillOpacity={0.45}
              stroke={MODE_COLOURS[entry.mode]}
            />
          ))}
          <ErrorBar dataKey="whiskers" width={8} strokeWidth={1.5} stroke="var(--ink)" isAnimationActive={false} />
        </Bar>
      </BarChart>
    </ResponsiveContainer>
  );
}

/** The four modes with their hues. */
export function ModeLegend() {
  return (
    <ul aria-label="Legend" className="flex flex-wrap gap-x-3 gap-y-1 text-muted text-xs">
      {FilterMode.options.map((mode) => (
        <li key={mode} className="inline-flex items-center gap-1.5">
          <ModeSwatch mode={mode} />
          {MODE_WORDS[mode]}
        </li>
      ))}
    </ul>
  );
}
