"use client";
import Link from "next/link";
import { formatCount, formatNumber } from "@/domain/format";
import { showable } from "@/domain/trajectory-view";
import { ErrorState } from "../states/error-state";
import { TableSkeleton } from "../states/table-skeleton";
import { Button } from "../ui/button";

type Listed = {
  id: number;
  question: string;
  finalAnswer: string | null;
  numSteps: number;
  rolloutRun: string;
};

/** As React Query has it */
type Pages = {
  isPending: boolean;
  error: { message: string } | null;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
  refetch: () => unknown;
};

/** Trajectories that something is said about, read page by page. */
export function PagedTrajectories<Row extends Listed>(props: {
  label: string;
  pages: Pages;
  rows: readonly Row[];
  /** How many there are, where it is known */
  total?: number | undefined;
  hrefOf: (row: Row) => string;
  /** Of its steps; how many it has unless something else is to be said */
  stepsOf?: (row: Row) => string;
}) {
  const { pages, rows, total } = props;
  const { error } = pages;
  if (error !== null && rows.length === 0)
    return <ErrorState title="They could not be read" detail={error.message} onRetry={() => void pages.refetch()} />;
  if (pages.isPending) return <TableSkeleton rows={10} columns={2} />;
  return (
    <>
      <ol aria-label={props.label} className="flex flex-col">
        {rows.map((row) => (
          <li key={row.id} className="border-line border-t py-2">
            <Link
              href={props.hrefOf(row)}
              title={showable(row.question)}
              className="block truncate text-accent-ink hover:underline"
            >
              {showable(row.question)}
            </Link>
            <p className="flex gap-x-2 text-muted text-xs tabular-nums">
              <span className="min-w-0 flex-1 truncate">
                {row.finalAnswer === null ? "no final answer" : `answers “${showable(row.finalAnswer)}”`}
              </span>
              <span className="shrink-0">{props.stepsOf?.(row) ?? formatCount(row.numSteps, "step")}</span>
              <span className="max-w-40 truncate">{row.rolloutRun}</span>
            </p>
          </li>
        ))}
      </ol>
      {error !== null && (
        <p role="alert" className="py-2 text-danger-ink">
          More could not be read: {error.message}
        </p>
      )}
      {pages.hasNextPage && (total === undefined || rows.length < total) && (
        <div className="py-3 text-center">
          <Button disabled={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {pages.isFetchingNextPage
              ? "Loading…"
              : total === undefined
                ? "Show more"
                : `Show more of ${formatNumber(total)}`}
          </Button>
        </div>
      )}
    </>
  );
}
