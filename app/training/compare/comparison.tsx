"use client";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { MetricChart } from "@/components/training/metric-chart";
import { figuresOf } from "@/domain/training/figures";
import { widen } from "@/domain/training/series";
import { isTrainingOver } from "@/domain/training/status";
import { ChooseRuns } from "./choose-runs";
import { Differences } from "./differences";
import { Standings } from "./standings";

type Named = { id: number; name: string };
/** What a run is called where it must not be taken for another. */
export type NameOf = (run: Named) => string;
type Comparison = ApiOutputs["trainingRun"]["compare"];
/** Whole series come each time: less often than on a run's own page */
const EVERY_MS = 5_000;

export function Comparison(props: {
  ids: number[];
  initial: Comparison;
  choice: readonly { id: number; name: string }[];
}) {
  const trpc = useTRPC();
  const { data } = useQuery({
    ...trpc.trainingRun.compare.queryOptions({ ids: props.ids }),
    initialData: props.initial,
    refetchInterval: (query) =>
      query.state.data?.runs.some(({ state }) => !isTrainingOver(state.status)) ? EVERY_MS : false,
  });
  const nameOf = useMemo(() => namer([...props.choice, ...data.runs.map(({ run }) => run)]), [props.choice, data]);
  const series = useMemo(() => {
    // Points of one width can stand in one table row.
    const width = Math.max(1, ...data.runs.map((each) => each.series.width));
    return data.runs.map(({ run, series: { points }, actionsPerUpdate }) => ({
      ...{ name: nameOf(run), actionsPerUpdate },
      points: width === 1 ? points : widen(points, width),
    }));
  }, [data, nameOf]);
  const { main, more } = figuresOf(
    data.runs.map(({ run }) => run.algorithm),
    series.flatMap(({ points }) => points),
  );
  return (
    <div className="flex flex-col gap-4 p-4 md:p-5">
      <ChooseRuns ids={props.ids} choice={props.choice} nameOf={nameOf} />
      {data.runs.length > 0 && <Standings runs={data.runs} nameOf={nameOf} />}
      {data.runs.length > 1 && <Differences names={data.runs.map(({ run }) => nameOf(run))} rows={data.differences} />}
      <div className="grid gap-4 lg:grid-cols-2 2xl:grid-cols-3">
        {[...main, ...more].map((figure) => (
          <MetricChart key={figure.name} figure={figure} runs={series} />
        ))}
      </div>
    </div>
  );
}

/** A clone begins with the name of its original: where two share one, their numbers tell them apart. */
function namer(runs: readonly Named[]): NameOf {
  const ids = new Map<string, Set<number>>();
  for (const { id, name } of runs) ids.set(name, (ids.get(name) ?? new Set()).add(id));
  return ({ id, name }) => ((ids.get(name)?.size ?? 0) > 1 ? `${name} (no. ${id})` : name);
}
