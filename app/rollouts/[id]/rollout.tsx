"use client";
import type { ReactNode } from "react";
import { LiveRun } from "@/app/_live/live-run";
import { useProgress } from "@/app/_live/use-progress";
import type { ApiOutputs } from "@/app/trpc";
import { isOver } from "@/domain/run";
import { ArrivalsTable } from "./arrivals-table";
import { NextSteps } from "./next-steps";

/** A rollout run: where it stands, what it was asked to do, what it has made. */
export function Rollout(props: {
  run: ApiOutputs["rollout"]["get"];
  progress: ApiOutputs["runs"]["progress"];
  first: ApiOutputs["browse"]["page"];
  settings: ReactNode;
}) {
  const { run } = props;
  const progress = useProgress({ kind: "rollout", runId: run.id }, props.progress);
  const isLive = props.progress !== null && !isOver(props.progress.status);
  const isFinal = progress === null || isOver(progress.status);
  const done = progress?.done ?? run.done;
  return (
    <>
      {progress && <LiveRun name={run.name} initial={progress} />}
      {isFinal && done > 0 && <NextSteps runId={run.id} />}
      {props.settings}
      <section aria-labelledby="trajectories" className="flex flex-1 flex-col border-line border-t">
        <h2 id="trajectories" className="px-4 py-2.5 font-semibold md:px-5">
          Trajectories
        </h2>
        <ArrivalsTable
          runId={run.id}
          first={props.first}
          isRunning={progress?.status === "running"}
          isOver={isFinal}
          isLive={isLive}
        />
      </section>
    </>
  );
}
