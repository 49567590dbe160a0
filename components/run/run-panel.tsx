"use client";
/** Where a run of any kind stands, and what may be done about it. */
import type { ReactNode } from "react";
import type { RunAction, RunProgress } from "@/domain/run";
import { isOver } from "@/domain/run";
import { RelativeTime } from "../format/time";
import { Command } from "../states/command";
import { doneText, RunBar } from "./run-bar";
import { RunButtons } from "./run-buttons";
import { RunCounts } from "./run-counts";
import { RunFigures } from "./run-figures";
import { RunStatus } from "./run-status";
import { statusWords } from "./words";

export function RunPanel(props: {
  /** What the run is called */
  name: string;
  progress: RunProgress;
  /** It sends requests to an endpoint */
  asksModel?: boolean;
  /** The stream that brings the figures is broken */
  isReconnecting?: boolean;
  onAct: (action: RunAction) => void;
  failures?: ReactNode;
}) {
  const { progress, name, asksModel = true } = props;
  return (
    <>
      <section aria-label="Progress" className="flex flex-col gap-4 px-4 py-4 md:px-5">
        <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-2">
          <RunStatus progress={progress} />
          <span className="text-muted">
            {progress.finishedAt !== null && isOver(progress.status) && <RelativeTime iso={progress.finishedAt} />}
          </span>
          {props.isReconnecting && !isOver(progress.status) && (
            <span className="text-faint text-xs">Reconnecting…</span>
          )}
          <div className="ml-auto">
            <RunButtons progress={progress} onAct={props.onAct} />
          </div>
        </div>
        <Notice progress={progress} />
        <div>
          <RunBar progress={progress} name={name} />
          <p className="mt-1.5 tabular-nums">{doneText(progress)}</p>
        </div>
        <RunFigures progress={progress} asksModel={asksModel} />
        <RunCounts progress={progress} asksModel={asksModel} failures={props.failures} />
      </section>
      <Announcement name={name} progress={progress} />
    </>
  );
}

/** Why nothing happens, and what to do. */
function Notice({ progress }: { progress: RunProgress }) {
  if (progress.status === "paused" && progress.message !== null)
    return (
      <p role="alert" className="max-w-[90ch] break-words rounded-md bg-warning-soft px-3 py-2 text-warning-ink">
        {progress.message}
      </p>
    );
  if (progress.status === "running" && progress.workers > 0 && progress.message !== null)
    return (
      <p className="max-w-[90ch] break-words rounded-md bg-warning-soft px-3 py-2 text-warning-ink">
        {progress.message}
      </p>
    );
  if (progress.status === "running" && progress.workers === 0)
    return (
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md bg-warning-soft px-3 py-2 text-warning-ink">
        <span>No worker is alive, so nothing is under way. Start one in the studio's folder:</span>
        <Command text="npm run worker" />
      </div>
    );
  return null;
}

/** Spoken when the status changes or another quarter is done: figures that change each second are not news. */
function Announcement({ name, progress }: { name: string; progress: RunProgress }) {
  const quarter = progress.planned === 0 ? 0 : Math.floor((4 * progress.done) / progress.planned) * 25;
  return (
    <p role="status" aria-live="polite" className="sr-only">
      {name}: {statusWords(progress).name}, {quarter} % done
    </p>
  );
}
