"use client";
/** What each filter mode lets through and throws away, estimated from the rulings of this sample. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { ModeBadge } from "@/components/glyphs/mode-badge";
import { Button } from "@/components/ui/button";
import { NativeSelect } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { Names } from "@/domain/browse";
import { formatCount, formatInterval, formatNumber, formatShare } from "@/domain/format";
import type { Review } from "./review-page";

type Audit = ApiOutputs["review"]["audit"];
type Mode = Audit["modes"][number];
type Share = Mode["steps"]["keptUnreasonable"];

export function AuditPanel({ review, names }: { review: Review; names: Names }) {
  const trpc = useTRPC();
  const judges = names.judgingRuns.filter(({ isReview }) => !isReview);
  const [chosen, setChosen] = useState<number | null>(null);
  const judge = chosen ?? review.plan.judges[0] ?? judges[0]?.id ?? null;
  const isAsked = review.isRepresentative && judge !== null;
  const found = useQuery(
    trpc.review.audit.queryOptions(
      { review: review.id, judge: judge ?? 0 },
      { enabled: isAsked, placeholderData: keepPreviousData },
    ),
  );
  return (
    <section aria-labelledby="audit" className="flex min-w-0 flex-col gap-3 rounded-lg border border-line bg-panel p-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 id="audit" className="font-semibold">
          What the filter modes let through
        </h2>
        {isAsked && (
          <span className="inline-flex items-center gap-2 sm:ml-auto">
            <label htmlFor="audit-judge" className="text-muted text-xs">
              Modes follow
            </label>
            <NativeSelect
              id="audit-judge"
              className="w-auto max-w-60"
              value={judge}
              onChange={(event) => setChosen(Number(event.target.value))}
            >
              {judges.map(({ id, name, version }) => (
                <option key={id} value={id}>
                  {name}
                  {version > 1 ? ` v${version}` : ""}
                </option>
              ))}
            </NativeSelect>
          </span>
        )}
      </div>
      {!review.isRepresentative ? (
        <p className="text-muted">
          This sample was drawn from a part of the pool, so it says nothing about the rest. A uniform or a stratified
          sample does.
        </p>
      ) : judge === null ? (
        <p className="text-muted">There is no judging run whose verdicts a mode could follow.</p>
      ) : found.isError ? (
        <p role="alert" className="flex items-center gap-2 text-danger-ink">
          It could not be estimated: {found.error.message}
          <Button size="sm" onClick={() => void found.refetch()}>
            Try again
          </Button>
        </p>
      ) : !found.data ? (
        <Skeleton className="h-40 rounded-lg" />
      ) : (
        <Estimates audit={found.data} isFirstError={review.plan.ruling === "first-error"} />
      )}
    </section>
  );
}

function Estimates({ audit, isFirstError }: { audit: Audit; isFirstError: boolean }) {
  const { response } = audit.modes[0]?.steps ?? {};
  if (!response || response.ruled === 0)
    return <p className="text-muted">Nobody has ruled yet: the estimate comes with the first rulings.</p>;
  const hasTrajectories = audit.modes.some(({ trajectories }) => trajectories !== null);
  return (
    <>
      <Rows title="Steps" modes={audit.modes} of={({ steps }) => steps} />
      {hasTrajectories && <Rows title="Trajectories" modes={audit.modes} of={({ trajectories }) => trajectories} />}
      <p className="text-muted text-xs">
        Estimated shares of the whole pool with 95 % intervals, each ruling weighted by its inclusion probability; below
        them the rulings behind it. {formatNumber(response.ruled)} of {formatCount(response.sampled, "drawn item")} have
        a ruling that stands; where people differ or are unsure there is none.
        {isFirstError && " Steps after a first error have none: the shares of steps are of those up to it."}
        {response.unseenStrata > 0 &&
          ` Nothing was ruled on in ${formatCount(response.unseenStrata, "stratum", "strata")} (${formatCount(response.unseenPopulation, "item")}): the shares say nothing of them.`}
        {audit.gone > 0 && ` ${formatCount(audit.gone, "drawn item")} no longer in the pool.`}
        {audit.hasChanged && " The pool has changed since the sample was drawn, and the estimate is of what it was."}
      </p>
    </>
  );
}

const SHARES = [
  { key: "keptUnreasonable", name: "Of what is kept, unreasonable" },
  { key: "thrownReasonable", name: "Of what is thrown away, reasonable" },
  { key: "reasonableThrown", name: "Of what is reasonable, thrown away" },
] as const;

function Rows(props: { title: string; modes: readonly Mode[]; of: (mode: Mode) => Mode["steps"] | null }) {
  return (
    <Table label={`${props.title}: what the filter modes let through`}>
      <thead>
        <tr>
          <Th>{props.title}</Th>
          {SHARES.map(({ key, name }) => (
            <Th key={key} numeric className="h-auto max-w-40 whitespace-normal py-1">
              {name}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {props.modes.map((mode) => {
          const audit = props.of(mode);
          return (
            <Tr key={mode.mode}>
              <Td>
                <ModeBadge mode={mode.mode} />
              </Td>
              {SHARES.map(({ key }) => (
                <Td key={key} numeric className="align-top">
                  {audit && <Estimate share={audit[key]} />}
                </Td>
              ))}
            </Tr>
          );
        })}
      </tbody>
    </Table>
  );
}

function Estimate({ share }: { share: Share }) {
  if (share.share === null) return <span className="text-faint">–</span>;
  return (
    <>
      {formatShare(share.share)}
      {share.interval && <span className="ml-1.5 text-muted text-xs">{formatInterval(share.interval)}</span>}
      <span className="block text-muted text-xs">
        {formatNumber(share.events)} of {formatNumber(share.of)}
        {share.unruled > 0 && `, ${formatNumber(share.unruled)} without a ruling`}
      </span>
    </>
  );
}
