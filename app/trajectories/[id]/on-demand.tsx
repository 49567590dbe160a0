"use client";
/** Parts of a step that are loaded when somebody asks for them. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { useTRPC } from "@/app/trpc";
import { Action } from "@/components/trajectory/action";
import { ObservationParts } from "@/components/trajectory/observation";
import { PlainText } from "@/components/trajectory/plain-text";
import { withDots } from "@/components/trajectory/question-head";
import { ScrollRegion } from "@/components/trajectory/scroll-region";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Skeleton } from "@/components/ui/skeleton";
import { formatNumber } from "@/domain/format";

const FOREVER = { staleTime: Number.POSITIVE_INFINITY };

/** An observation page by page, in a box of its own, so that a megabyte neither freezes nor stretches the page. */
export function WholeObservation({ id, step }: { id: number; step: number }) {
  const trpc = useTRPC();
  const found = useInfiniteQuery(
    trpc.trajectory.observation.infiniteQueryOptions(
      { id, step },
      { ...FOREVER, getNextPageParam: (page) => page.next, initialCursor: 0 },
    ),
  );
  if (found.isPending) return <Lines />;
  if (found.isError) return <Failed what="The observation could not be loaded." onRetry={() => void found.refetch()} />;
  const total = found.data.pages[0]?.total ?? 0;
  const last = found.data.pages.at(-1);
  const read = last?.next ?? total;
  return (
    <ScrollRegion label="The whole observation" className="max-h-[60vh] overflow-auto overscroll-contain pr-1">
      {found.data.pages.map((page) => (
        <div key={page.from} className="[contain-intrinsic-size:auto_4000px] [content-visibility:auto]">
          <ObservationParts parts={page.parts} isOpen />
        </div>
      ))}
      {found.hasNextPage && (
        <div className="flex items-center gap-3 py-1.5">
          <Button size="sm" onClick={() => void found.fetchNextPage()} disabled={found.isFetchingNextPage}>
            {found.isFetchingNextPage ? "Loading…" : "Show more"}
          </Button>
          <span className="text-faint text-xs tabular-nums">
            {formatNumber(read)} of {formatNumber(total)} characters
          </span>
        </div>
      )}
    </ScrollRegion>
  );
}

export function WholeAction({ id, step, showThought }: { id: number; step: number; showThought: boolean }) {
  const trpc = useTRPC();
  const found = useQuery(trpc.trajectory.action.queryOptions({ id, step }, FOREVER));
  if (found.isPending) return <Lines />;
  if (found.isError) return <Failed what="The action could not be loaded." onRetry={() => void found.refetch()} />;
  return <Action action={found.data} showThought={showThought} />;
}

/** One judge's whole rationale and its reply as it came. */
export function WholeVerdict({ id, step, runId }: { id: number; step: number; runId: number }) {
  const trpc = useTRPC();
  const found = useQuery(trpc.trajectory.verdicts.queryOptions({ id, step, runId }, FOREVER));
  if (found.isPending) return <Lines />;
  if (found.isError) return <Failed what="The verdict could not be loaded." onRetry={() => void found.refetch()} />;
  const verdict = found.data[0];
  if (!verdict) return <p className="text-faint">no verdict</p>;
  return (
    <div className="flex flex-col gap-1.5">
      {verdict.rationale && <PlainText text={withDots(verdict.rationale)} />}
      {verdict.raw && (
        <div>
          <p className="text-faint">Raw reply</p>
          <ScrollRegion
            label="The judge's raw reply"
            className="max-h-72 overflow-auto rounded-md border border-line bg-subtle p-1.5"
          >
            <PlainText text={withDots(verdict.raw)} className="font-mono text-2xs" />
          </ScrollRegion>
        </div>
      )}
    </div>
  );
}

/** The model's message as it came, before it was cut or closed where the action ends. */
export function RawReply({ id, step }: { id: number; step: number }) {
  const trpc = useTRPC();
  const [isOpen, setIsOpen] = useState(false);
  const found = useQuery({ ...trpc.trajectory.reply.queryOptions({ id, step }, FOREVER), enabled: isOpen });
  return (
    <div className="text-xs">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
        className="flex items-center gap-1 rounded text-faint hover:text-ink"
      >
        <ChevronRight className={cn("size-3.5 transition-transform", isOpen && "rotate-90")} aria-hidden />
        The reply as it came
      </button>
      {isOpen && found.isPending && <Lines />}
      {isOpen && found.isError && <Failed what="The reply could not be loaded." onRetry={() => void found.refetch()} />}
      {isOpen && found.data && (
        <ScrollRegion
          label="The reply as it came"
          className="mt-1 max-h-72 overflow-auto rounded-md border border-line bg-subtle p-1.5"
        >
          <PlainText
            text={withDots({ text: found.data.text, isCut: !found.data.isComplete })}
            className="font-mono text-2xs"
          />
        </ScrollRegion>
      )}
    </div>
  );
}

function Lines() {
  return (
    <div role="status" aria-label="Loading" className="flex flex-col gap-1.5 py-1">
      <Skeleton className="w-11/12" />
      <Skeleton className="w-3/4" />
    </div>
  );
}

function Failed({ what, onRetry }: { what: string; onRetry: () => void }) {
  return (
    <p role="alert" className="flex items-center gap-2 text-danger-ink text-xs">
      {what}
      <Button size="sm" onClick={onRetry}>
        Try again
      </Button>
    </p>
  );
}
