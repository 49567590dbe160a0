import type { Metadata } from "next";
import Link from "next/link";
import { Suspense } from "react";
import { IgnoredAddress } from "@/app/judging/_parts/ignored-address";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/states/empty-state";
import { Button } from "@/components/ui/button";
import { usualJudgingRun } from "@/domain/browse";
import { poolFromParams } from "@/domain/pool";
import { caller } from "@/server/routers/root";
import { Comparison } from "./comparison";
import { ComparisonSkeleton } from "./comparison-skeleton";
import { RecentExports } from "./exports/recent-exports";
import { compareHref, withDefaults } from "./search-params";

export const metadata: Metadata = { title: "Compare" };

const TITLE = "Compare filter modes";

type Params = Record<string, string | string[] | undefined>;

export default async function ComparePage({ searchParams }: { searchParams: Promise<Params> }) {
  const { browse, compare } = caller();
  const [names, exports] = await Promise.all([browse.names(), compare.exports()]);
  const newest = usualJudgingRun(names.judgingRuns);
  if (newest === null) return <NoJudgingRun />;

  const { pool: written, ignored } = poolFromParams(asSearchParams(await searchParams));
  const pool = withDefaults(written, newest);
  return (
    <div className="min-h-full bg-canvas">
      <PageHeader title={TITLE} description="What each filter mode keeps of one pool, under one judging run." />
      <IgnoredAddress parts={ignored} />
      <Suspense key={compareHref(pool)} fallback={<ComparisonSkeleton />}>
        <Comparison pool={pool} names={names} />
      </Suspense>
      <div className="px-4 pb-5 md:px-5">
        <RecentExports initial={exports} />
      </div>
    </div>
  );
}

function NoJudgingRun() {
  return (
    <>
      <PageHeader title={TITLE} />
      <EmptyState
        title="No judging run yet"
        command="bin/swirl import judge.jsonl"
        action={
          <Button asChild variant="primary">
            <Link href="/import">Import verdicts</Link>
          </Button>
        }
      >
        The process modes keep trajectories whose every step was judged reasonable. Import trajectories first, then a
        judge's file, or one trajectory file that carries human step labels.
      </EmptyState>
    </>
  );
}

function asSearchParams(params: Params): URLSearchParams {
  const entries = Object.entries(params).flatMap(([name, value]) =>
    [value].flat().flatMap((each): [string, string][] => (each === undefined ? [] : [[name, each]])),
  );
  return new URLSearchParams(entries);
}
