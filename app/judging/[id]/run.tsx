"use client";
/** A judging run: where it stands, what it ruled, where it gave no verdict, what it was asked to do. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { LiveRun } from "@/app/_live/live-run";
import { useProgress } from "@/app/_live/use-progress";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { isOver } from "@/domain/run";
import { NoVerdicts } from "./no-verdicts";
import { Positions } from "./positions";
import { Rulings } from "./rulings";

type Judging = ApiOutputs["judging"];

/** How often the figures of a run under way are read anew */
const EVERY_MS = 4_000;

export function JudgingRunView(props: {
  run: Judging["get"];
  progress: ApiOutputs["runs"]["progress"];
  positions: Judging["positions"];
  noVerdicts: Judging["noVerdicts"];
  settings: ReactNode;
}) {
  const id = props.run.id;
  const trpc = useTRPC();
  const progress = useProgress({ kind: "judging", runId: id }, props.progress);
  const isUnderWay = progress !== null && !isOver(progress.status);
  const refetchInterval = isUnderWay ? EVERY_MS : false;
  // What a run has done by its end is another number than when the figures were last read.
  const done = progress?.done ?? 0;
  const { data: run } = useQuery({
    ...trpc.judging.get.queryOptions({ id }),
    initialData: props.run,
    refetchInterval: (query) => (refetchInterval || (query.state.data?.summary.judged ?? 0) < done ? EVERY_MS : false),
  });
  const { data: positions } = useQuery({
    ...trpc.judging.positions.queryOptions({ id }),
    initialData: props.positions,
    refetchInterval,
  });
  return (
    <>
      {progress && <LiveRun name={run.name} initial={progress} asksModel={run.judgeKind === "model"} />}
      {run.summary.judged > 0 && (
        <div className="grid gap-x-10 gap-y-6 border-line border-t px-4 py-4 md:px-5 lg:grid-cols-2">
          <Rulings run={run} />
          <Positions positions={positions} />
        </div>
      )}
      <NoVerdicts key={isUnderWay ? "live" : "done"} id={id} first={props.noVerdicts} count={run.summary.marks.none} />
      {props.settings}
    </>
  );
}
