"use client";
import { ChartFrame } from "@/components/charts/chart-frame";
import { ModeGroupsChart, ModeIntervalsChart, ModeLegend } from "@/components/charts/mode-bars";
import { MODE_WORDS } from "@/components/glyphs/mode-badge";
import { type ByMode, type Comparison, countInBins, stepBins, toolMix } from "@/domain/comparison";
import { asksOutcome, FilterMode } from "@/domain/filter";
import { formatCount, formatInterval, formatNumber, formatShare } from "@/domain/format";

const MODE_COLUMNS = FilterMode.options.map((mode) => MODE_WORDS[mode]);
const cells = <T,>(values: ByMode<T>) => FilterMode.options.map((mode) => values[mode]);
const byMode = <T,>(value: (mode: FilterMode) => T) =>
  Object.fromEntries(FilterMode.options.map((mode) => [mode, value(mode)])) as ByMode<T>;

/** The comparison as charts, each with its data as a table. */
export function ComparisonCharts({ comparison }: { comparison: Comparison }) {
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Kept comparison={comparison} />
      <ShareCorrect comparison={comparison} />
      <Steps comparison={comparison} />
      <Tools comparison={comparison} />
    </div>
  );
}

function Kept({ comparison: { modes } }: { comparison: Comparison }) {
  const groups = [
    { name: "Trajectories", values: byMode((mode) => modes[mode].trajectories) },
    { name: "Sub-trajectories", values: byMode((mode) => modes[mode].subTrajectories) },
    { name: "Distinct contexts", values: byMode((mode) => modes[mode].distinctContexts) },
  ];
  return (
    <ChartFrame
      title="How much each mode keeps"
      legend={<ModeLegend />}
      fileName="kept-by-mode"
      data={{ columns: ["Kept", ...MODE_COLUMNS], rows: groups.map(({ name, values }) => [name, ...cells(values)]) }}
    >
      <ModeGroupsChart
        groups={groups}
        xLabel="what is counted"
        yLabel="count"
        formatTick={(value) => formatNumber(value)}
        describe={(group, mode) => formatNumber(groups[group]?.values[mode] ?? 0)}
      />
    </ChartFrame>
  );
}

function ShareCorrect({ comparison: { modes } }: { comparison: Comparison }) {
  const describe = (mode: FilterMode) => {
    const { shareCorrect } = modes[mode];
    if (!shareCorrect) return "nothing labelled";
    const { share, n } = shareCorrect;
    if (asksOutcome(mode)) return `${formatShare(share)} by construction, n = ${formatNumber(n)}`;
    return `${formatShare(share)} (${formatInterval(shareCorrect)}), n = ${formatNumber(n)}`;
  };
  return (
    <ChartFrame
      title="Share correct among what each mode keeps"
      description="Of the labelled, with Wilson 95 % intervals; what is 100 % by construction has none."
      fileName="share-correct-by-mode"
      data={{
        columns: ["Mode", "Correct", "Labelled", "Share correct", "Low", "High"],
        rows: FilterMode.options.map((mode) => {
          const { correct, shareCorrect } = modes[mode];
          const { share = null, n = 0, low = null, high = null } = shareCorrect ?? {};
          return [MODE_WORDS[mode], correct, n, share, ...(asksOutcome(mode) ? [null, null] : [low, high])];
        }),
      }}
      format={(value, column) => (column < 3 ? formatNumber(value) : formatShare(value))}
    >
      <ModeIntervalsChart
        values={FilterMode.options.map((mode) => ({
          mode,
          value: modes[mode].shareCorrect?.share ?? null,
          low: asksOutcome(mode) ? null : (modes[mode].shareCorrect?.low ?? null),
          high: asksOutcome(mode) ? null : (modes[mode].shareCorrect?.high ?? null),
        }))}
        xLabel="filter mode"
        yLabel="correct, % of labelled"
        maximum={1}
        formatTick={(value) => formatShare(value, 0)}
        describe={describe}
      />
    </ChartFrame>
  );
}

function Steps({ comparison }: { comparison: Comparison }) {
  const bins = stepBins(comparison);
  const counts = byMode((mode) => countInBins(comparison.modes[mode], bins));
  const groups = bins.map(({ from, to }, index) => ({
    name: from === to ? formatCount(from, "step") : `${formatNumber(from)} to ${formatNumber(to)} steps`,
    tick: from === to ? String(from) : `${from}–${to}`,
    values: byMode((mode) => counts[mode][index] ?? 0),
  }));
  return (
    <ChartFrame
      title="How long the kept trajectories are"
      legend={<ModeLegend />}
      fileName="steps-by-mode"
      data={{ columns: ["Steps", ...MODE_COLUMNS], rows: groups.map(({ tick, values }) => [tick, ...cells(values)]) }}
    >
      <ModeGroupsChart
        groups={groups.map(({ tick, values }) => ({ name: tick, values }))}
        xLabel="steps of a trajectory"
        yLabel="trajectories"
        formatTick={(value) => formatNumber(value)}
        describe={(group, mode) => formatCount(groups[group]?.values[mode] ?? 0, "trajectory", "trajectories")}
      />
    </ChartFrame>
  );
}

function Tools({ comparison }: { comparison: Comparison }) {
  const mix = toolMix(comparison);
  if (mix.length === 0)
    return (
      <section className="rounded-lg border border-line bg-panel px-4 py-3">
        <h3 className="font-medium">Which tools the kept trajectories call</h3>
        <p className="text-muted">No trajectory of this pool calls a tool.</p>
      </section>
    );
  return (
    <ChartFrame
      title="Which tools the kept trajectories call"
      legend={<ModeLegend />}
      fileName="tools-by-mode"
      data={{
        columns: ["Tool", ...MODE_COLUMNS.flatMap((name) => [`${name}: calls`, `${name}: share`])],
        rows: mix.map(({ tool, calls, share }) => [
          tool,
          ...FilterMode.options.flatMap((mode) => [calls[mode], share[mode]]),
        ]),
      }}
      format={(value, column) => (column % 2 === 0 ? formatShare(value) : formatNumber(value))}
    >
      <ModeGroupsChart
        groups={mix.map(({ tool, share }) => ({ name: tool, values: share }))}
        xLabel="tool"
        yLabel="share of a mode's calls"
        maximum={1}
        formatTick={(value) => formatShare(value, 0)}
        describe={(group, mode) => {
          const entry = mix[group];
          const share = entry?.share[mode];
          if (!entry || share === null || share === undefined) return "no calls";
          return `${formatShare(share)}, ${formatCount(entry.calls[mode], "call")}`;
        }}
      />
    </ChartFrame>
  );
}
