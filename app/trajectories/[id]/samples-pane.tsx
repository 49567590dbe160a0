"use client";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/app/trpc";
import { SamplesList } from "@/components/trajectory/samples-list";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import type { TrajectoryView } from "@/domain/trajectory-view";
import { readFilter, sideBySideHref, trajectoryHref } from "./address";

/** The other trajectories on the same question. */
export function SamplesPane({ view, query, onFollow }: { view: TrajectoryView; query: string; onFollow?: () => void }) {
  const trpc = useTRPC();
  const { judge, labels } = readFilter(query).pool;
  const found = useQuery(
    trpc.trajectory.samples.queryOptions({
      questionId: view.question.id,
      rolloutRunId: view.rolloutRun.id,
      judge,
      labels,
    }),
  );
  if (found.isError)
    return (
      <div role="alert" className="flex flex-col items-start gap-2 p-3 text-muted">
        The samples could not be loaded.
        <Button size="sm" onClick={() => void found.refetch()}>
          Try again
        </Button>
      </div>
    );
  if (!found.data)
    return (
      <div role="status" aria-label="Loading the samples" className="flex flex-col gap-3 p-3">
        {Array.from({ length: Math.min(view.samples, 6) }, (_, row) => (
          <Skeleton key={row} className="h-9" />
        ))}
      </div>
    );
  return (
    <SamplesList
      view={found.data}
      currentId={view.id}
      hrefOf={(id) => trajectoryHref(id, query)}
      compareHref={(ids) => sideBySideHref(ids, query)}
      onFollow={onFollow}
    />
  );
}
