"use client";
/** Where people part, or part from a judge: each difference with everyone's words, and what stands in the end. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/app/trpc";
import { Button } from "@/components/ui/button";
import { Switch } from "@/components/ui/checkbox";
import { NativeSelect } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import { useToast } from "@/components/ui/toast";
import type { Names } from "@/domain/browse";
import { formatCount, formatNumber } from "@/domain/format";
import { Case } from "./case";
import { pageStart } from "./page-start";
import type { Review } from "./review-page";

const PAGE = 50;

export function Differences({ review, names }: { review: Review; names: Names }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const toast = useToast();
  const [judge, setJudge] = useState<number | null>(null);
  const [onlyOpen, setOnlyOpen] = useState(false);
  const [from, setFrom] = useState(0);
  const found = useQuery({
    ...trpc.review.cases.queryOptions({ review: review.id, judge, from, onlyOpen }),
    placeholderData: keepPreviousData,
  });
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries(trpc.review.cases.queryFilter()),
      queries.invalidateQueries(trpc.review.get.queryFilter()),
    ]);
  const takeOver = useMutation(
    trpc.review.takeOverAgreed.mutationOptions({
      onSuccess: async ({ agreed }) => {
        await refresh();
        toast({ title: `${formatCount(agreed, "step")} on which all agree ${agreed === 1 ? "stands" : "stand"} now` });
      },
      onError: (error) => toast({ title: "Nothing was taken over", detail: error.message, tone: "danger" }),
    }),
  );
  const { data } = found;
  const judgeName = names.judgingRuns.find(({ id }) => id === (judge ?? review.plan.judges[0]))?.name ?? "The judge";
  const listed = onlyOpen && data ? data.total - data.decided : (data?.total ?? 0);
  const start = pageStart(from, listed, PAGE);
  if (data && !found.isPlaceholderData && start !== from) setFrom(start);
  return (
    <section
      aria-labelledby="differences"
      className="flex min-w-0 flex-col gap-3 rounded-lg border border-line bg-panel p-3"
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 id="differences" className="font-semibold">
          Differences
        </h2>
        {data && (
          <p className="text-muted tabular-nums" data-testid="review-differences">
            {formatCount(data.total, "step")}, {formatNumber(data.decided)} decided
          </p>
        )}
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2 sm:ml-auto">
          <label htmlFor="differences-judge" className="sr-only">
            Whose differences
          </label>
          <NativeSelect
            id="differences-judge"
            className="w-auto max-w-60"
            value={judge ?? ""}
            onChange={(event) => {
              setJudge(event.target.value === "" ? null : Number(event.target.value));
              setFrom(0);
            }}
          >
            <option value="">among people</option>
            {names.judgingRuns
              .filter(({ isReview }) => !isReview)
              .map(({ id, name, version }) => (
                <option key={id} value={id}>
                  also with {name}
                  {version > 1 ? ` v${version}` : ""}
                </option>
              ))}
          </NativeSelect>
          <span className="inline-flex items-center gap-1.5">
            <Switch
              id="differences-open"
              checked={onlyOpen}
              onCheckedChange={(isOn) => {
                setOnlyOpen(isOn);
                setFrom(0);
              }}
            />
            <label htmlFor="differences-open" className="text-muted text-xs">
              Only undecided
            </label>
          </span>
          <Button
            size="sm"
            disabled={takeOver.isPending || !data || data.agreed === 0}
            onClick={() => takeOver.mutate({ review: review.id })}
          >
            Take over what all agree on
          </Button>
        </div>
      </div>
      {data && data.agreed > 0 && (
        <p className="text-faint text-xs">
          All agree on {formatCount(data.agreed, "step")}; {formatNumber(data.agreedAndFinal)} of them stand already.
          Decisions stay as they are when the others are taken over.
        </p>
      )}
      {found.isError ? (
        <p role="alert" className="flex items-center gap-2 text-danger-ink">
          The differences could not be loaded: {found.error.message}
          <Button size="sm" onClick={() => void found.refetch()}>
            Try again
          </Button>
        </p>
      ) : !data ? (
        <div role="status" aria-label="Loading the differences" className="flex flex-col gap-2">
          <Skeleton className="h-16 rounded-lg" />
          <Skeleton className="h-16 rounded-lg" />
        </div>
      ) : data.cases.length === 0 ? (
        <p className="text-muted">{emptyWords(review, data.total > 0 && data.total === data.decided)}</p>
      ) : (
        <ol className="flex flex-col gap-3">
          {data.cases.map((one) => (
            <li key={`${one.idx} ${one.step}`}>
              <Case review={review} one={one} judgeName={judgeName} onChanged={refresh} />
            </li>
          ))}
        </ol>
      )}
      {listed > PAGE && (
        <div className="flex items-center gap-3 text-muted tabular-nums">
          <Button size="sm" disabled={from === 0} onClick={() => setFrom(from - PAGE)}>
            Earlier
          </Button>
          {formatNumber(from + 1)}–{formatNumber(Math.min(from + PAGE, listed))} of {formatNumber(listed)}
          <Button size="sm" disabled={from + PAGE >= listed} onClick={() => setFrom(from + PAGE)}>
            Later
          </Button>
        </div>
      )}
    </section>
  );
}

function emptyWords({ people, plan }: Review, isAllDecided: boolean): string {
  if (isAllDecided) return "All differences are decided.";
  if (people.length === 0) return "Nobody has ruled yet.";
  return plan.overlap === 1
    ? "No item was ruled on by two people who differ. Choose a judging run to see where people part from it."
    : "Nobody differs so far.";
}
