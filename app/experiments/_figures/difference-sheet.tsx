"use client";
/** The trajectories that one arm keeps and another does not, page by page. */
import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { ErrorState } from "@/components/states/error-state";
import { TableSkeleton } from "@/components/states/table-skeleton";
import { Button } from "@/components/ui/button";
import { Dialog, SheetContent } from "@/components/ui/dialog";
import type { Arm } from "@/domain/experiment";
import { formatCount, formatNumber } from "@/domain/format";
import type { Pool } from "@/domain/pool";
import { showable } from "@/domain/trajectory-view";

type Page = ApiOutputs["experiment"]["difference"];
const A_PAGE = 50;

export function DifferenceSheet(props: {
  question: { pool: Pool; arms: Arm[]; matching: boolean; first: number; second: number };
  first: Arm;
  second: Arm;
  onClose: () => void;
}) {
  const { first, second } = props;
  const trpc = useTRPC();
  const pages = useInfiniteQuery(
    trpc.experiment.difference.infiniteQueryOptions(
      { ...props.question, limit: A_PAGE },
      {
        initialCursor: null,
        getNextPageParam: (page: Page) => (page.rows.length < A_PAGE ? undefined : page.rows.at(-1)?.id),
      },
    ),
  );
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  const total = pages.data?.pages[0]?.total;
  const judge = first.filter.process.judges[0] ?? second.filter.process.judges[0];
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && props.onClose()}>
      <SheetContent
        title={`In ${first.name}, not in ${second.name}`}
        description={
          total === undefined
            ? "Looking for them…"
            : `${formatCount(total, "trajectory", "trajectories")} of which “${first.name}” keeps something and “${second.name}” nothing.`
        }
        className="w-[min(620px,94vw)]"
      >
        {pages.isError && rows.length === 0 ? (
          <ErrorState
            title="They could not be read"
            detail={pages.error.message}
            onRetry={() => void pages.refetch()}
          />
        ) : pages.isPending ? (
          <div className="mt-3">
            <TableSkeleton rows={10} columns={2} />
          </div>
        ) : (
          <ol aria-label="Trajectories" className="mt-3 flex flex-col">
            {rows.map((row) => (
              <Row key={row.id} row={row} judge={judge} />
            ))}
          </ol>
        )}
        {pages.isError && rows.length > 0 && (
          <p role="alert" className="py-2 text-danger-ink">
            More could not be read: {pages.error.message}
          </p>
        )}
        {pages.hasNextPage && rows.length < (total ?? 0) && (
          <div className="py-3 text-center">
            <Button disabled={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
              {pages.isFetchingNextPage ? "Loading…" : `Show more of ${formatNumber(total ?? 0)}`}
            </Button>
          </div>
        )}
      </SheetContent>
    </Dialog>
  );
}

function Row({ row, judge }: { row: Page["rows"][number]; judge: number | undefined }) {
  return (
    <li className="border-line border-t py-2">
      <Link
        href={`/trajectories/${row.id}${judge === undefined ? "" : `?judge=${judge}`}`}
        title={showable(row.question)}
        className="block truncate text-accent-ink hover:underline"
      >
        {showable(row.question)}
      </Link>
      <p className="flex gap-x-2 text-muted text-xs tabular-nums">
        <span className="min-w-0 flex-1 truncate">
          {row.finalAnswer === null ? "no final answer" : `answers “${showable(row.finalAnswer)}”`}
        </span>
        <span className="shrink-0">{formatCount(row.numSteps, "step")}</span>
        <span className="max-w-40 truncate">{row.rolloutRun}</span>
      </p>
    </li>
  );
}
