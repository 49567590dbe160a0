"use client";
import { useCurrentRuns } from "@/app/_live/use-progress";
import { RunBar } from "@/components/run/run-bar";
import { RunStatus } from "@/components/run/run-status";
import { isOver, type RunKind, type RunProgress } from "@/domain/run";

/** Where a run stands while it is under way; nothing for one that is over or was imported. */
export function RunState(props: { kind: RunKind; id: number; name: string; current: RunProgress[] }) {
  const progress = useCurrentRuns(props.current).find(({ kind, runId }) => kind === props.kind && runId === props.id);
  if (!progress || isOver(progress.status)) return null;
  return (
    <span className="inline-flex items-center gap-2">
      <RunStatus progress={progress} />
      <span className="w-16 max-2xl:hidden">
        <RunBar progress={progress} name={props.name} thin />
      </span>
    </span>
  );
}
