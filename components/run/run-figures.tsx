import type { ReactNode } from "react";
import { formatDuration, formatNumber } from "@/domain/format";
import { isOver, type RunProgress } from "@/domain/run";
import { formatLeft, formatRate } from "./words";

/** The figures of a run, each at a place of its own: nothing moves while they change. */
export function RunFigures({ progress, asksModel }: { progress: RunProgress; asksModel: boolean }) {
  const { status, rate, tokenRate, secondsLeft, createdAt, finishedAt } = progress;
  const isRunning = status === "running" && progress.workers > 0;
  const hasRate = isRunning || isOver(status);
  const none = <span className="text-faint">–</span>;
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-3 lg:grid-cols-6">
      <Figure name={isOver(status) ? "Mean rate" : "Rate"} title={isOver(status) ? WHILE_RUNNING : undefined}>
        {rate === null || !hasRate ? none : formatRate(rate)}
      </Figure>
      {isOver(status) && finishedAt !== null ? (
        <Figure name={status === "done" ? "From start to end" : "Until cancelled"}>
          {formatDuration(Date.parse(finishedAt) - Date.parse(createdAt))}
        </Figure>
      ) : (
        <Figure name="Time left">
          {secondsLeft === null || !isRunning ? none : <>about {formatLeft(secondsLeft)}</>}
        </Figure>
      )}
      {asksModel && (
        <>
          <Figure name="Requests answered">{formatNumber(progress.requests)}</Figure>
          <Figure name="Tokens read">{formatNumber(progress.promptTokens)}</Figure>
          <Figure name="Tokens written">{formatNumber(progress.completionTokens)}</Figure>
          <Figure name="Tokens written a second" title={isOver(status) ? WHILE_RUNNING : undefined}>
            {tokenRate === null || !hasRate ? none : formatNumber(tokenRate)}
          </Figure>
        </>
      )}
    </dl>
  );
}

const WHILE_RUNNING = "Over the time that it was running, pauses left out";

function Figure({ name, title, children }: { name: string; title?: string | undefined; children: ReactNode }) {
  return (
    <div className="min-w-0" title={title}>
      <dt className="text-faint text-xs">{name}</dt>
      <dd className="truncate font-medium text-base tabular-nums">{children}</dd>
    </div>
  );
}
