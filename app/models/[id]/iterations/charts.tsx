"use client";
/** Accuracy, share of reasonable steps, and pool composition by iteration. */
import type { ApiOutputs } from "@/app/trpc";
import { ChartFrame } from "@/components/charts/chart-frame";
import { LineChart, type LineSeries } from "@/components/charts/line-chart";
import { formatInterval, formatNumber, formatShare } from "@/domain/format";

type Output = ApiOutputs["round"]["iterations"];
type Iterations = Output["iterations"];
type Result = Output["results"][number];

const COLOURS = ["var(--accent)", "var(--ink)", "var(--muted)"];
const DASHES = [undefined, "6 3", "2 3", "8 3 2 3"];
const percent = (value: number) => formatShare(value);
const titleOf = (x: number) => `Iteration ${x}`;

const look = (index: number) => {
  const dash = DASHES[Math.floor(index / COLOURS.length) % DASHES.length];
  return { colour: COLOURS[index % COLOURS.length] ?? "var(--ink)", ...(dash === undefined ? {} : { dash }) };
};

/** The newest eval of each model, set and way of inferring. */
function seriesOf(iterations: Iterations, results: readonly Result[]) {
  const newest = new Map<string, Map<number, Result>>();
  for (const result of results) {
    const name = `${result.setName} · ${result.inference}`;
    const byModel = newest.get(name) ?? new Map<number, Result>();
    if (!byModel.has(result.model)) byModel.set(result.model, result);
    newest.set(name, byModel);
  }
  return [...newest].map(([name, byModel]) => ({
    name,
    points: iterations.map(({ model, iteration }) => ({ iteration, accuracy: byModel.get(model)?.accuracy ?? null })),
  }));
}

export function AccuracyByIteration({ iterations, results }: { iterations: Iterations; results: readonly Result[] }) {
  const found = seriesOf(iterations, results);
  if (found.length === 0) return <Nothing title="Accuracy">None of these models was evaluated yet.</Nothing>;
  const series: LineSeries[] = found.map(({ name, points }, index) => ({
    name,
    ...look(index),
    points: points.map(({ iteration, accuracy }) => ({
      x: iteration,
      y: accuracy?.share ?? null,
      band: accuracy && [accuracy.low, accuracy.high],
    })),
  }));
  return (
    <ChartFrame
      title="Accuracy"
      description="Share of right answers in the newest eval of each model, with 95 % intervals over questions"
      legend={<Legend series={series} />}
      fileName="accuracy-by-iteration"
      data={{
        columns: ["Iteration and question set", "Accuracy", "Low", "High", "n"],
        rows: found.flatMap(({ name, points }) =>
          points.map(({ iteration, accuracy }) => [
            `${iteration} · ${name}`,
            accuracy?.share ?? null,
            accuracy?.low ?? null,
            accuracy?.high ?? null,
            accuracy?.n ?? 0,
          ]),
        ),
      }}
      format={(value, column) => (column === 4 ? formatNumber(value) : percent(value))}
    >
      <LineChart
        series={series}
        xLabel="Iteration"
        yLabel="Accuracy"
        formatTick={percent}
        domain={[0, 1]}
        titleOf={titleOf}
        describe={(index, { x, y }) => {
          const accuracy = found[index]?.points.find(({ iteration }) => iteration === x)?.accuracy;
          return accuracy && y !== null
            ? `${percent(y)} (${formatInterval(accuracy)}), n = ${formatNumber(accuracy.n)}`
            : "–";
        }}
      />
    </ChartFrame>
  );
}

export function ReasonableByIteration({ iterations, judge }: { iterations: Iterations; judge: string | null }) {
  const judged = iterations.filter(({ generated }) => generated?.reasonable);
  if (judged.length === 0)
    return <Nothing title="Reasonable steps">Nothing that they generated was judged yet.</Nothing>;
  const shareOf = (x: number) => judged.find(({ iteration }) => iteration === x)?.generated?.reasonable ?? null;
  return (
    <ChartFrame
      title="Reasonable steps"
      description={`Share of all steps with a verdict by ${judge}, in what each model generated, neutral included, with 95 % intervals over questions. The process figure of evals has another: the mean over trajectories.`}
      fileName="reasonable-by-iteration"
      textColumns={2}
      data={{
        columns: ["Iteration", "Judge", "Share of all steps", "Low", "High", "Steps"],
        rows: iterations.map(({ iteration, name }) => {
          const share = shareOf(iteration);
          return [
            `${iteration} · ${name}`,
            judge,
            share?.share ?? null,
            share?.low ?? null,
            share?.high ?? null,
            share?.n ?? 0,
          ];
        }),
      }}
      format={(value, column) => (column === 5 ? formatNumber(value) : percent(value))}
    >
      <LineChart
        series={[
          {
            name: "Reasonable steps",
            ...look(0),
            points: iterations.map(({ iteration }) => {
              const share = shareOf(iteration);
              return { x: iteration, y: share?.share ?? null, band: share && [share.low, share.high] };
            }),
          },
        ]}
        xLabel="Iteration"
        yLabel="Reasonable steps"
        formatTick={percent}
        domain={[0, 1]}
        titleOf={titleOf}
        describe={(_, { x }) => {
          const share = shareOf(x);
          return share ? `${percent(share.share)} (${formatInterval(share)}), n = ${formatNumber(share.n)}` : "–";
        }}
      />
    </ChartFrame>
  );
}

const PARTS = [
  ["reasonableCorrect", "Reasonable and correct", { colour: "var(--verdict-reasonable)" }],
  ["reasonableIncorrect", "Reasonable, incorrect", { colour: "var(--verdict-reasonable)", dash: "6 3" }],
  ["unreasonableCorrect", "Unreasonable, correct", { colour: "var(--verdict-unreasonable)", dash: "6 3" }],
  ["unreasonableIncorrect", "Unreasonable and incorrect", { colour: "var(--verdict-unreasonable)" }],
  ["rest", "Unjudged or unlabelled", { colour: "var(--verdict-none)", dash: "2 3" }],
] as const;

export function CompositionByIteration({ iterations, judge }: { iterations: Iterations; judge: string | null }) {
  const generated = iterations.filter((one) => one.generated !== null);
  if (generated.length === 0) return <Nothing title="Pool composition">Nothing was generated yet.</Nothing>;
  const series: LineSeries[] = PARTS.map(([part, name, drawn]) => ({
    name,
    ...drawn,
    points: iterations.map(({ iteration, generated: pool }) => ({
      x: iteration,
      y: pool ? pool.composition[part] / pool.trajectories : null,
    })),
  }));
  return (
    <ChartFrame
      title="Pool composition"
      description={`Share of the trajectories that each model generated, by process${judge === null ? "" : ` as ${judge} ruled`} and outcome: all of them, no sample`}
      legend={<Legend series={series} />}
      fileName="composition-by-iteration"
      data={{
        columns: ["Iteration", ...PARTS.map(([, name]) => name), "Trajectories"],
        rows: iterations.map(({ iteration, name, generated: pool }) => [
          `${iteration} · ${name}`,
          ...PARTS.map(([part]) => pool?.composition[part] ?? null),
          pool?.trajectories ?? 0,
        ]),
      }}
    >
      <LineChart
        series={series}
        xLabel="Iteration"
        yLabel="Trajectories"
        formatTick={percent}
        domain={[0, 1]}
        titleOf={titleOf}
        describe={(_, { y }) => (y === null ? "–" : percent(y))}
      />
    </ChartFrame>
  );
}

function Legend({ series }: { series: readonly LineSeries[] }) {
  return (
    <ul aria-label="Legend" className="flex flex-wrap gap-x-3 gap-y-1 text-muted text-xs">
      {series.map(({ name, colour, dash }) => (
        <li key={name} className="inline-flex items-center gap-1.5">
          <svg width="18" height="8" aria-hidden className="shrink-0">
            <line x1="0" y1="4" x2="18" y2="4" stroke={colour} strokeWidth="2" strokeDasharray={dash} />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}

function Nothing({ title, children }: { title: string; children: string }) {
  return (
    <section aria-label={title} className="rounded-lg border border-line bg-panel px-4 py-3">
      <h3 className="font-medium text-sm">{title}</h3>
      <p className="text-muted">{children}</p>
    </section>
  );
}
