"use client";
import { useQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { ImportList } from "@/app/import/import-list";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { RelativeTime } from "@/components/format/time";
import { Command } from "@/components/states/command";
import { EmptyState } from "@/components/states/empty-state";
import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/progress";
import { formatNumber } from "@/domain/format";
import { Funnel } from "./funnel";
import { nextAction } from "./next-action";
import { OpenReviews, type Reviews, useOpenReviews } from "./open-reviews";
import { RunningWork } from "./running";
import { holdsSample } from "./sample-counts";
import { LoadSamplePool, SamplePoolCard } from "./sample-pool";

type Library = ApiOutputs["library"];
export type HomeData = {
  funnel: Library["funnel"];
  imports: Library["imports"];
  exports: Library["runningExports"];
  samplePool: Library["samplePool"];
  runs: ApiOutputs["runs"]["current"];
  training: ApiOutputs["trainingRun"]["list"];
  reviews: Reviews;
};

const RECENT = 5;
const BUSY_MS = 1_500;
const IDLE_MS = 20_000;

export function Home({ initial }: { initial: HomeData }) {
  const trpc = useTRPC();
  const imports = useQuery({
    ...trpc.library.imports.queryOptions({ limit: RECENT }),
    initialData: initial.imports,
    refetchInterval: (query) => (query.state.data?.some(isActive) ? BUSY_MS : IDLE_MS),
  });
  const exports = useQuery({
    ...trpc.library.runningExports.queryOptions(),
    initialData: initial.exports,
    refetchInterval: (query) => ((query.state.data?.length ?? 0) > 0 ? BUSY_MS : IDLE_MS),
  });
  const isBusy = imports.data.some(isActive);
  const funnel = useQuery({
    ...trpc.library.funnel.queryOptions(),
    initialData: initial.funnel,
    refetchInterval: isBusy ? 5_000 : IDLE_MS,
  });
  const samplePool = useQuery({ ...trpc.library.samplePool.queryOptions(), initialData: initial.samplePool });
  const reviews = useOpenReviews(initial.reviews);
  const isEmpty = funnel.data.questions === 0 && funnel.data.trajectories === 0;

  if (isEmpty && imports.data.length === 0)
    return (
      <EmptyState
        title="Nothing here yet"
        action={
          <>
            <Button asChild variant="primary">
              <Link href="/import">Import files</Link>
            </Button>
            <LoadSamplePool />
          </>
        }
        command="bin/swirl import FILE…"
      >
        The studio shows how many trajectories were made, judged and kept. Import your files, or load the sample pool to
        look around.
      </EmptyState>
    );

  return (
    <div className="mx-auto grid max-w-6xl gap-4 p-4 md:p-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="flex min-w-0 flex-col gap-4">
        <RunningWork initial={initial.runs} initialTraining={initial.training} />
        <Funnel counts={funnel.data} />
        <OpenReviews found={reviews} />
        <section aria-labelledby="recent-imports" className="rounded-lg border border-line bg-panel">
          <div className="flex items-center justify-between border-line border-b px-4 py-2.5">
            <h2 id="recent-imports" className="font-semibold">
              Recent imports
            </h2>
            <Link href="/import" className="text-accent-ink hover:underline">
              All imports
            </Link>
          </div>
          <ImportList imports={imports.data} />
        </section>
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <NextStep data={funnel.data} reviews={reviews} />
        {exports.data.length > 0 && <RunningExports exports={exports.data} />}
        {holdsSample(samplePool.data.counts) && <SamplePoolCard pool={samplePool.data} />}
      </div>
    </div>
  );
}

const isActive = (row: Library["imports"][number]) => row.status === "running" && !row.isSilent;

function NextStep({ data, reviews }: { data: HomeData["funnel"]; reviews: Reviews }) {
  const next = nextAction({ ...data, reviews: reviews.total, openReview: reviews.reviews[0] ?? null });
  return (
    <section aria-labelledby="next" className="rounded-lg border border-line bg-panel p-4">
      <h2 id="next" className="text-muted text-xs">
        Next
      </h2>
      <p className="mt-1 font-semibold text-base">{next.title}</p>
      <p className="mt-1 text-muted">{next.why}</p>
      <Button asChild variant="primary" className="mt-3">
        <Link href={next.href}>
          {next.button}
          <ArrowRight aria-hidden />
        </Link>
      </Button>
      {next.href === "/import" && (
        <div className="mt-3">
          <Command text="bin/swirl import FILE…" />
        </div>
      )}
    </section>
  );
}

function RunningExports({ exports }: { exports: HomeData["exports"] }) {
  return (
    <section aria-labelledby="exports" className="rounded-lg border border-line bg-panel p-4">
      <h2 id="exports" className="font-semibold">
        Exports in progress
      </h2>
      <ul className="mt-2 flex flex-col gap-3">
        {exports.map((row) => (
          <li key={row.id}>
            <div className="flex justify-between gap-2">
              <span className="min-w-0 truncate" title={row.fileName}>
                {row.fileName}
              </span>
              <span className="shrink-0 text-muted">
                <RelativeTime iso={row.startedAt} />
              </span>
            </div>
            <Progress label={row.fileName} value={row.expectedRows ? row.rows / row.expectedRows : null} />
            <p className="mt-1 text-muted text-xs tabular-nums">
              {formatNumber(row.rows)}
              {row.expectedRows !== null && ` of ${formatNumber(row.expectedRows)}`} rows
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
