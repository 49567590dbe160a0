"use client";
/** The list of what could not be done in a run, with what came back on demand. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { RelativeTime } from "@/components/format/time";
import { byCount, failureWords } from "@/components/run/words";
import { ErrorState } from "@/components/states/error-state";
import { TableSkeleton } from "@/components/states/table-skeleton";
import { ScrollRegion } from "@/components/trajectory/scroll-region";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Dialog, DialogTrigger, SheetContent } from "@/components/ui/dialog";
import { NativeSelect } from "@/components/ui/input";
import { cutAtWord, formatNumber } from "@/domain/format";
import type { RunRef } from "@/domain/run";

type Failure = ApiOutputs["runs"]["failures"][number];
const PAGE = 50;

export function RunFailures({ run, name, total }: { run: RunRef; name: string; total: Record<string, number> }) {
  const [failure, setFailure] = useState("");
  const [isOpen, setOpen] = useState(false);
  return (
    <Dialog open={isOpen} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button size="sm" variant="ghost">
          Show
        </Button>
      </DialogTrigger>
      <SheetContent title="Failures" description={name} className="w-[min(640px,94vw)]">
        <NativeSelect
          aria-label="Kind of failure"
          value={failure}
          onChange={(event) => setFailure(event.target.value)}
          className="mt-3 w-auto shrink-0 self-start"
        >
          <option value="">All kinds</option>
          {byCount(total).map(([kind, count]) => (
            <option key={kind} value={kind}>
              {failureWords(kind)} ({formatNumber(count)})
            </option>
          ))}
        </NativeSelect>
        <FailureList run={run} failure={failure === "" ? null : failure} />
      </SheetContent>
    </Dialog>
  );
}

function FailureList({ run: { kind, runId }, failure }: { run: RunRef; failure: string | null }) {
  const trpc = useTRPC();
  const pages = useInfiniteQuery(
    trpc.runs.failures.infiniteQueryOptions(
      { kind, runId, failure, limit: PAGE },
      {
        getNextPageParam: (page: Failure[]) => (page.length < PAGE ? undefined : page.at(-1)?.id),
        initialCursor: null,
      },
    ),
  );
  if (pages.isPending) return <TableSkeleton rows={6} columns={2} />;
  if (pages.isError)
    return (
      <ErrorState
        title="The failures could not be listed"
        detail={pages.error.message}
        onRetry={() => pages.refetch()}
      />
    );
  const rows = pages.data.pages.flat();
  if (rows.length === 0) return <p className="mt-4 text-muted">None of this kind.</p>;
  return (
    <>
      <ul className="mt-3 border-line border-t">
        {rows.map((row) => (
          <FailureItem key={row.id} failure={row} />
        ))}
      </ul>
      {pages.hasNextPage && (
        <Button className="mt-3 self-center" disabled={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
          {pages.isFetchingNextPage ? "Loading…" : `Show ${PAGE} more`}
        </Button>
      )}
    </>
  );
}

function FailureItem({ failure }: { failure: Failure }) {
  const { trajectoryId, sample, step } = failure;
  const place = [sample === null ? null : `sample ${sample + 1}`, step === null ? null : `step ${step + 1}`];
  const question = failure.question === null ? "a question that is gone" : cutAtWord(failure.question, 140);
  return (
    <li className="border-line border-b py-2.5">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Badge tone="warning">{failureWords(failure.failure)}</Badge>
        <span className="text-faint text-xs">
          {place.filter((part) => part !== null).join(", ")} · <RelativeTime iso={failure.at} />
        </span>
      </div>
      <p className="mt-1 break-words">{failure.message}</p>
      <p className="mt-1 text-muted">
        {trajectoryId === null ? (
          question
        ) : (
          <Link
            href={`/trajectories/${trajectoryId}${step === null ? "" : `#step-${step + 1}`}`}
            className="hover:text-ink hover:underline"
          >
            {question}
          </Link>
        )}
      </p>
      {failure.hasRaw && <RawReply id={failure.id} />}
    </li>
  );
}

function RawReply({ id }: { id: number }) {
  const trpc = useTRPC();
  const [isOpen, setOpen] = useState(false);
  const raw = useQuery({
    ...trpc.runs.failureRaw.queryOptions({ id }),
    enabled: isOpen,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <details className="mt-1" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="cursor-pointer text-muted hover:text-ink">What came back</summary>
      {raw.isPending && <p className="mt-1 text-faint">Loading…</p>}
      {raw.isError && (
        <p role="alert" className="mt-1 text-danger-ink">
          {raw.error.message}
        </p>
      )}
      {raw.isSuccess && (
        <>
          <ScrollRegion label="What came back" className="mt-1 max-h-72 overflow-auto rounded-md bg-subtle p-2">
            <pre className="whitespace-pre-wrap break-words font-mono text-xs">{raw.data.text}</pre>
          </ScrollRegion>
          {raw.data.length > raw.data.text.length && (
            <p className="mt-1 text-faint text-xs">
              The first {formatNumber(raw.data.text.length)} of {formatNumber(raw.data.length)} characters
            </p>
          )}
        </>
      )}
    </details>
  );
}
