"use client";
import Link from "next/link";
import { doneText, RunBar } from "@/components/run/run-bar";
import { cn } from "@/components/ui/cn";
import { formatInterval, formatNumber, formatShare } from "@/domain/format";
import { CellStatus } from "../../_matrices/status";
import type { EvalMatrix } from "./matrix";

type CellOf = EvalMatrix["cells"][number];

/** One model on one question set: where it stands, and what it came to. */
export function Cell({ cell }: { cell: CellOf }) {
  const { status, message, run } = cell;
  return (
    <div className="flex flex-col items-start gap-1">
      {status === "done" ? <Result cell={cell} /> : <CellStatus status={status} />}
      {status === "running" && run && (
        <div className="w-full max-w-48">
          <RunBar progress={{ kind: "rollout", ...run }} name={`${cell.modelName} on ${cell.setName}`} thin />
          <p className="mt-0.5 text-muted text-xs tabular-nums">{doneText({ kind: "rollout", ...run })}</p>
        </div>
      )}
      {message !== null && (
        <p
          className={cn(
            "max-w-[50ch] whitespace-normal break-words text-xs",
            status === "failed" ? "text-danger-ink" : "text-muted",
          )}
        >
          {message}
        </p>
      )}
      <Links cell={cell} />
    </div>
  );
}

function Result({ cell: { accuracy, labelled, correct, run } }: { cell: CellOf }) {
  if (accuracy === null) return <CellStatus status="done" />;
  const unlabelled = run === null ? 0 : Math.max(0, run.done - labelled);
  return (
    <div className="tabular-nums">
      <span className="font-semibold" title={`${formatNumber(correct)} of ${formatNumber(labelled)} right`}>
        {formatShare(accuracy.share)}
      </span>
      <span className="block text-muted text-xs">
        {formatInterval(accuracy)}
        <span className="ml-1.5">n = {formatNumber(accuracy.n)}</span>
      </span>
      {unlabelled > 0 && <span className="block text-warning-ink text-xs">{formatNumber(unlabelled)} unlabelled</span>}
    </div>
  );
}

function Links({ cell: { rolloutRun, labellingRun, modelName, setName } }: { cell: CellOf }) {
  if (rolloutRun === null) return null;
  const of = `of ${modelName} on ${setName}`;
  const links = [
    { href: `/rollouts/${rolloutRun}`, name: "Rollout run" },
    { href: `/trajectories?run=${rolloutRun}`, name: "Trajectories" },
    ...(labellingRun === null ? [] : [{ href: `/judging/labels/${labellingRun}`, name: "Labelling run" }]),
  ];
  return (
    <p className="flex flex-wrap gap-x-3 text-xs">
      {links.map(({ href, name }) => (
        <Link key={href} href={href} aria-label={`${name} ${of}`} className="text-accent-ink hover:underline">
          {name}
        </Link>
      ))}
    </p>
  );
}
