"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTRPC } from "@/app/trpc";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { formatNumber } from "@/domain/format";
import type { NewReview } from "@/domain/review/plan";
import { unitWords } from "@/domain/review/words";
import { StrataTable } from "../strata-table";

const PAUSE_MS = 300;

/** What would be drawn, as the plan is typed. */
export function Preview({ review }: { review: NewReview | null }) {
  const trpc = useTRPC();
  const draft = useSettled(review);
  const found = useQuery({
    ...trpc.review.preview.queryOptions(draft ?? { pool: {}, plan: FALLBACK }),
    enabled: draft !== null,
    placeholderData: keepPreviousData,
  });
  const { data } = found;
  return (
    <section
      aria-label="What would be drawn"
      className="flex flex-col gap-2 rounded-lg border border-line bg-panel p-3"
    >
      <h2 className="font-semibold">What would be drawn</h2>
      {found.isError ? (
        <p role="alert" className="flex flex-wrap items-center gap-2 text-danger-ink">
          {found.error.message}
          <Button size="sm" onClick={() => void found.refetch()}>
            Try again
          </Button>
        </p>
      ) : !data ? (
        draft === null ? (
          <p className="text-muted">Something in the plan needs another look first.</p>
        ) : (
          <div role="status" aria-label="Counting" className="flex flex-col gap-2">
            <Skeleton className="w-2/3" />
            <Skeleton />
            <Skeleton className="w-4/5" />
          </div>
        )
      ) : data.problem !== null ? (
        <p role="alert" className="text-danger-ink">
          {data.problem}
        </p>
      ) : (
        <>
          <p className="tabular-nums" data-testid="review-preview">
            {formatNumber(data.sampled)} of {formatNumber(data.population)}{" "}
            {draft ? unitWords(draft.plan, data.population) : "items"}
            {data.population < data.inPool && (
              <span className="text-muted"> that fit, of {formatNumber(data.inPool)} in the pool</span>
            )}
          </p>
          {data.silent.map((name) => (
            <p key={name} role="status" className="rounded-md bg-warning-soft px-2.5 py-1.5 text-warning-ink text-xs">
              {name} says nothing of this pool: the sample does not follow it, and there will be nothing to compare
              with.
            </p>
          ))}
          <StrataTable strata={data.strata} isRepresentative={data.isRepresentative} />
        </>
      )}
    </section>
  );
}

const FALLBACK = { unit: "step", ruling: "steps", sampling: { kind: "uniform" }, size: 1 } as const;

/** The plan once typing rests; name and key draw nothing. */
function useSettled(review: NewReview | null) {
  const written = review === null ? null : JSON.stringify({ pool: review.pool, plan: review.plan });
  const [settled, setSettled] = useState(written);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(written), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [written]);
  return settled === null ? null : (JSON.parse(settled) as Pick<NewReview, "pool" | "plan">);
}
