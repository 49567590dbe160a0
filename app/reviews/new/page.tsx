import type { Metadata } from "next";
import Link from "next/link";
import { IgnoredAddress } from "@/app/judging/_parts/ignored-address";
import { asSearchParams, type PageParams } from "@/app/judging/_parts/search-params";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/states/empty-state";
import { Button } from "@/components/ui/button";
import { usualJudgingRun } from "@/domain/browse";
import { freeName } from "@/domain/free-name";
import { poolFromParams } from "@/domain/pool";
import { caller } from "@/server/routers/root";
import { NewReviewForm } from "./form";
import { initialValues } from "./values";

export const metadata: Metadata = { title: "New review" };

export default async function NewReviewPage({ searchParams }: { searchParams: Promise<PageParams> }) {
  const { browse, review, experiment } = caller();
  const [names, reviews] = await Promise.all([browse.names(), review.list()]);
  if (names.runs.length === 0) return <NoTrajectory />;
  const { pool, ignored } = poolFromParams(asSearchParams(await searchParams));
  const judge = pool.judge ?? usualJudgingRun(names.judgingRuns);
  const labels = pool.labels ?? (await experiment.labels({ pool }));
  const judgeName = names.judgingRuns.find(({ id }) => id === judge)?.name;
  const name = freeName(
    judgeName === undefined ? "Review" : `Review of ${judgeName}`.slice(0, 190),
    reviews.map((each) => each.name),
  );
  return (
    <>
      <IgnoredAddress parts={ignored} />
      <NewReviewForm initial={initialValues({ name, pool, judge, labels })} names={names} />
    </>
  );
}

function NoTrajectory() {
  return (
    <>
      <PageHeader trail={[{ href: "/reviews", name: "Reviews" }]} title="New review" />
      <EmptyState
        title="There is nothing to review yet"
        command="bin/swirl import FILE…"
        action={
          <Button asChild variant="primary">
            <Link href="/import">Import trajectories</Link>
          </Button>
        }
      >
        A review is drawn from a pool of trajectories. Bring some in, or generate them.
      </EmptyState>
    </>
  );
}
