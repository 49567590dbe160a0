"use client";
import Link from "next/link";
import type { ReactNode } from "react";
import type { ApiOutputs } from "@/app/trpc";
import { RelativeTime } from "@/components/format/time";
import { formatLeft, formatRate } from "@/components/run/words";
import { Command } from "@/components/states/command";
import { TrainingStatus } from "@/components/training/training-status";
import { UpdateBar, updatesText } from "@/components/training/update-bar";
import { trainingWords } from "@/components/training/words";
import { formatCount, formatDuration, formatNumber, formatShare } from "@/domain/format";
import { type Point, reasonableInterval } from "@/domain/training/series";
import { isTrainingOver } from "@/domain/training/status";
import { RunButtons } from "./run-buttons";

type Run = ApiOutputs["trainingRun"]["get"];
type State = NonNullable<ApiOutputs["trainingRun"]["state"]>;

/** Where the run stands, why, and what may be done about it. */
export function RunPanel({
  run,
  state,
  latest,
  isReconnecting,
}: {
  run: Run;
  state: State;
  latest: Point | null;
  isReconnecting: boolean;
}) {
  const isOver = isTrainingOver(state.status);
  const [model] = state.models;
  return (
    <section aria-label="Progress" className="flex flex-col gap-4 px-4 py-4 md:px-5">
      <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-2">
        <TrainingStatus status={state.status} />
        <span className="text-muted">{isOver && <RelativeTime iso={state.finishedAt} />}</span>
        {state.attempt > 1 && <span className="text-muted">attempt {formatNumber(state.attempt)}</span>}
        {isReconnecting && <span className="text-faint text-xs">Reconnecting…</span>}
        <div className="ml-auto">
          <RunButtons run={run} state={state} />
        </div>
      </div>
      <Notice state={state} />
      {run.isImported && (
        <p className="max-w-[100ch] text-muted">
          Imported: another studio launched it, and its folder and checkpoints are there. It cannot be resumed here; a
          clone trains here.
        </p>
      )}
      {model && (
        <p className="rounded-md bg-correct-soft px-3 py-2 text-correct-ink">
          Its last checkpoint is the model{" "}
          <Link href={`/models/${model.id}`} className="font-medium underline">
            {model.name}
          </Link>
          .
        </p>
      )}
      <div>
        <UpdateBar {...state} name={run.name} />
        <p className="mt-1.5 tabular-nums">{updatesText(state.step, state.totalSteps)}</p>
      </div>
      <Figures run={run} state={state} latest={latest} />
      <Warnings warnings={state.warnings} />
      <p role="status" aria-live="polite" className="sr-only">
        {run.name}: {trainingWords(state.status).name}, {quarter(state)} % done
      </p>
    </section>
  );
}

/** News is a change of the state, or another quarter: figures that change each second are not. */
const quarter = ({ step, totalSteps }: State) => (totalSteps ? Math.floor((4 * step) / totalSteps) * 25 : 0);

function Notice({ state }: { state: State }) {
  const isOver = isTrainingOver(state.status);
  if (state.message !== null) {
    const isBad = state.status === "failed" || state.status === "lost";
    return (
      <p
        role={isBad ? "alert" : undefined}
        className={`max-w-[100ch] whitespace-pre-wrap break-words rounded-md px-3 py-2 ${
          state.status === "failed" ? "bg-incorrect-soft text-incorrect-ink" : "bg-warning-soft text-warning-ink"
        }`}
      >
        {state.message}
      </p>
    );
  }
  if (!isOver && state.workers === 0)
    return (
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md bg-warning-soft px-3 py-2 text-warning-ink">
        <span>No worker is alive, so nobody follows the job. Start one in the studio's folder:</span>
        <Command text="npm run worker" />
      </div>
    );
  return null;
}

function Figures({ run, state, latest }: { run: Run; state: State; latest: Point | null }) {
  const isRunning = state.status === "running";
  const left =
    isRunning && state.rate !== null && state.rate > 0 && state.totalSteps !== null
      ? Math.max(0, state.totalSteps - state.step) / state.rate
      : null;
  const value = (name: string) => latest?.values[name] ?? null;
  const interval = latest && reasonableInterval(latest, run.actionsPerUpdate);
  const share = value("reasonable_share");
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-3 lg:grid-cols-6">
      <Figure name={isTrainingOver(state.status) ? "Mean rate" : "Rate"}>
        {state.rate === null || !(isRunning || isTrainingOver(state.status)) ? null : formatRate(state.rate)}
      </Figure>
      {isTrainingOver(state.status) ? (
        <Figure name="From launch to end">
          {state.finishedAt && formatDuration(Date.parse(state.finishedAt) - Date.parse(state.createdAt))}
        </Figure>
      ) : (
        <Figure name="Time left">{left === null ? null : `about ${formatLeft(left)}`}</Figure>
      )}
      {run.algorithm === "swirl" ? (
        <>
          <Figure name="Reward, last update">{format(value("reward"), 3)}</Figure>
          <Figure name="Reasonable, last update">
            {share === null ? null : (
              <span
                title={interval ? `95 % interval: ${formatShare(interval.low)} to ${formatShare(interval.high)}` : ""}
              >
                {formatShare(share)}
              </span>
            )}
          </Figure>
          <Figure name="KL, last update">{format(value("kl"), 4)}</Figure>
          <Figure name="Without a signal">
            {value("frac_reward_zero_std") === null ? null : formatShare(value("frac_reward_zero_std") ?? 0)}
          </Figure>
        </>
      ) : (
        <>
          <Figure name="Loss, last update">{format(value("loss"), 4)}</Figure>
          <Figure name="Tokens seen">{format(value("tokens"), 0)}</Figure>
        </>
      )}
    </dl>
  );
}

const format = (value: number | null, digits: number) => (value === null ? null : formatNumber(value, digits));

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-faint text-xs">{name}</dt>
      <dd className="truncate font-medium text-base tabular-nums">
        {children ?? <span className="text-faint">–</span>}
      </dd>
    </div>
  );
}

function Warnings({ warnings }: { warnings: State["warnings"] }) {
  if (warnings.length === 0) return null;
  return (
    <details className="max-w-[100ch]">
      <summary className="cursor-pointer text-warning-ink">
        {warnings.length === 5 ? "The last 5 warnings" : formatCount(warnings.length, "warning")} of the trainer
      </summary>
      <ul className="mt-1 list-disc pl-5 text-muted">
        {warnings.map(({ seq, message }) => (
          <li key={seq} className="break-words">
            {message}
          </li>
        ))}
      </ul>
    </details>
  );
}
