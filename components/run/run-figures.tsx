import type { ReactNode } from "react";
import { formatDuration, formatNumber } from "@/domain/format";
import { isOver, type RunProgress } from "@/domain/run";
import { formatLeft, formatRate } from "./words";

/** The figures of a run, each at a place of its own: nothing moves while they change. */
export function RunFigures({ progress, asksModel }: { progress: RunProgress; asksModel: boolean }) {
  const { status, rate, tokenRate, secondsLeft, createdAt, finishedAt } = progress;
  const isRunning = status === "running" && progress.workers > 0;
  const none = <span className="text-faint">–</span>;
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-3 lg:grid-cols-6">
      <Figure name="Rate">{rate === null || !isRunning ? none : formatRate(rate)}</Figure>
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
          <Figure name="Tokens written a second">
            {tokenRate === null || !isRunning ? none : formatNumber(tokenRate)}
          </Figure>
        </>
      )}
    </dl>
  );
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-faint text-xs">{name}</dt>
      <dd className="truncate font-medium text-base tabular-nums">{children}</dd>
    </div>
  );
}
