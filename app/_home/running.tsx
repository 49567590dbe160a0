"use client";
/** What is under way now, each with its bar and the way to its page. */
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useCurrentRuns } from "@/app/_live/use-progress";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { doneText, RunBar } from "@/components/run/run-bar";
import { RunStatus } from "@/components/run/run-status";
import { formatLeft, runHref } from "@/components/run/words";
import { TrainingStatus } from "@/components/training/training-status";
import { UpdateBar, updatesText } from "@/components/training/update-bar";
import { isOver, type RunProgress } from "@/domain/run";
import { RUNNING_SHOWN } from "./running-shown";

type Training = ApiOutputs["trainingRun"]["list"];
const BUSY_MS = 3_000;
const IDLE_MS = 20_000;

export function RunningWork({ initial, initialTraining }: { initial: RunProgress[]; initialTraining: Training }) {
  const runs = useCurrentRuns(initial).filter((run) => !isOver(run.status));
  const trpc = useTRPC();
  const { data: training } = useQuery({
    ...trpc.trainingRun.list.queryOptions({ isOpen: true, limit: RUNNING_SHOWN }),
    initialData: initialTraining,
    refetchInterval: (query) => ((query.state.data?.length ?? 0) > 0 ? BUSY_MS : IDLE_MS),
  });
  if (runs.length + training.length === 0) return null;
  return (
    <section aria-labelledby="running" className="rounded-lg border border-line bg-panel">
      <h2 id="running" className="border-line border-b px-4 py-2.5 font-semibold">
        Running now
      </h2>
      <ul>
        {runs.map((run) => (
          <li key={`${run.kind} ${run.runId}`} className="border-line border-b px-4 py-3 last:border-b-0">
            <div className="flex min-w-0 items-center gap-3 pb-2">
              <Link href={runHref(run)} className="min-w-0 flex-1 truncate font-medium hover:underline">
                {run.name}
              </Link>
              <RunStatus progress={run} />
            </div>
            <RunBar progress={run} name={run.name} thin />
            <p className="mt-1.5 flex justify-between gap-3 text-muted text-xs tabular-nums">
              <span>{doneText(run)}</span>
              {run.secondsLeft !== null && <span>about {formatLeft(run.secondsLeft)} left</span>}
            </p>
          </li>
        ))}
        {training.map((run) => (
          <li key={`training ${run.id}`} className="border-line border-b px-4 py-3 last:border-b-0">
            <div className="flex min-w-0 items-center gap-3 pb-2">
              <Link href={`/training/${run.id}`} className="min-w-0 flex-1 truncate font-medium hover:underline">
                {run.name}
              </Link>
              <TrainingStatus status={run.status} />
            </div>
            <UpdateBar {...run} thin />
            <p className="mt-1.5 text-muted text-xs tabular-nums">{updatesText(run.step, run.totalSteps)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
