"use client";
import { RelativeTime } from "@/components/format/time";
import { Progress } from "@/components/ui/progress";
import { countCells } from "@/domain/eval/matrix-grid";
import { formatCount, formatNumber } from "@/domain/format";
import { MatrixStatus } from "../../_matrices/status";
import { matrixWords } from "../../_matrices/words";
import type { EvalMatrix } from "./matrix";
import { MatrixButtons } from "./matrix-buttons";

/** Where the matrix stands, and what may be done about it. */
export function MatrixPanel({ matrix, isReconnecting }: { matrix: EvalMatrix; isReconnecting: boolean }) {
  const { name, status, createdAt, finishedAt } = matrix;
  const counts = countCells(matrix.cells);
  const text = [
    `${formatNumber(counts.done)} of ${formatCount(counts.all, "cell")} done`,
    ...(counts.failed > 0 ? [`${formatNumber(counts.failed)} failed`] : []),
    ...(counts.cancelled > 0 ? [`${formatNumber(counts.cancelled)} cancelled`] : []),
  ].join(", ");
  return (
    <section aria-label="Progress" className="flex flex-col gap-3 px-4 py-4 md:px-5">
      <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-2">
        <MatrixStatus status={status} failed={counts.failed} />
        <span className="text-muted">
          started <RelativeTime iso={createdAt} />
          {finishedAt !== null && (
            <>
              , ended <RelativeTime iso={finishedAt} />
            </>
          )}
        </span>
        {isReconnecting && <span className="text-faint text-xs">Reconnecting…</span>}
        <div className="ml-auto">
          <MatrixButtons matrix={matrix} counts={counts} />
        </div>
      </div>
      <div>
        {status === "running" && counts.all > 0 && (
          <Progress value={(counts.all - counts.left) / counts.all} label={`${name}, eval matrix`} />
        )}
        <p className="mt-1.5 tabular-nums">{text}</p>
      </div>
      <p role="status" aria-live="polite" className="sr-only">
        {name}: {matrixWords(status, counts.failed).name}, {text}
      </p>
    </section>
  );
}
