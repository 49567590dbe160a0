"use client";
/** A training run: where it stands, what it is made of, its figures, what it samples, its log. */
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useMemo, useRef } from "react";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { isTrainingOver } from "@/domain/training/status";
import { Charts } from "./charts";
import { HackingWatch } from "./hacking-watch";
import { Log } from "./log";
import { RunPanel } from "./run-panel";
import { Sampled } from "./sampled";
import { useSeries } from "./use-series";

const EVERY_MS = 2_000;
type Outputs = ApiOutputs["trainingRun"];

export function TrainingRun({
  run,
  initial,
  details,
  actionsPerUpdate,
}: {
  run: Outputs["get"];
  initial: { state: Outputs["state"]; series: Outputs["series"]; contexts: Outputs["contexts"] };
  details: ReactNode;
  actionsPerUpdate: number;
}) {
  const trpc = useTRPC();
  const { data: state, isError } = useQuery({
    ...trpc.trainingRun.state.queryOptions({ id: run.id }),
    initialData: initial.state,
    refetchInterval: (query) => (query.state.data && isTrainingOver(query.state.data.status) ? false : EVERY_MS),
  });
  const isLive = state !== null && !isTrainingOver(state.status);
  const { points } = useSeries(run.id, initial.series, isLive);
  useFreshDetails(state && [state.status, state.attempt, state.epoch, state.totalSteps].join());
  const runs = useMemo(() => [{ name: run.name, points, actionsPerUpdate }], [run.name, points, actionsPerUpdate]);
  if (state === null) return <p className="p-5 text-muted">This training run was removed.</p>;
  return (
    <>
      <RunPanel run={run} state={state} latest={points.at(-1) ?? null} isReconnecting={isError && isLive} />
      {details}
      <Charts algorithm={run.algorithm} runs={runs} isLive={isLive} />
      {run.algorithm === "swirl" && (
        <>
          <HackingWatch points={points} />
          <Sampled runId={run.id} initial={initial.contexts} isLive={isLive} step={state.step} />
        </>
      )}
      <Log runId={run.id} attempts={run.attempts} attempt={state.attempt} isLive={isLive} />
    </>
  );
}

/** What the server drew of a run (its lineage, its attempts) is drawn anew when the run has got somewhere. */
function useFreshDetails(place: string | null) {
  const router = useRouter();
  const drawn = useRef(place);
  useEffect(() => {
    if (drawn.current === place) return;
    drawn.current = place;
    router.refresh();
  }, [place, router]);
}
