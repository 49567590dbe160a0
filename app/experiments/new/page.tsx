import type { Metadata } from "next";
import Link from "next/link";
import { orNotFound, readId } from "@/app/_shell/read-id";
import { withDefaults } from "@/app/compare/search-params";
import { IgnoredAddress } from "@/app/judging/_parts/ignored-address";
import { asSearchParams, type PageParams } from "@/app/judging/_parts/search-params";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/states/empty-state";
import { Button } from "@/components/ui/button";
import { usualJudgingRun } from "@/domain/browse";
import { type ExperimentPlan, paperArms } from "@/domain/experiment";
import { freeName } from "@/domain/free-name";
import { poolFromParams } from "@/domain/pool";
import { caller } from "@/server/routers/root";
import { NewExperiment } from "./client";

export const metadata: Metadata = { title: "New experiment" };

export default async function NewExperimentPage({ searchParams }: { searchParams: Promise<PageParams> }) {
  const params = asSearchParams(await searchParams);
  const { browse, experiment } = caller();
  const [names, experiments] = await Promise.all([browse.names(), experiment.list()]);
  if (names.runs.length === 0) return <NoTrajectory />;
  const taken = experiments.map(({ name }) => name);
  const clone = params.get("clone");
  const { pool: written, ignored } = poolFromParams(params);
  const { plan, clonedFrom } = clone === null ? await freshPlan() : await clonedPlan(readId(clone));

  async function freshPlan(): Promise<{ plan: ExperimentPlan; clonedFrom: null }> {
    const newest = usualJudgingRun(names.judgingRuns);
    const defaulted = newest === null ? written : withDefaults(written, newest);
    const labels = defaulted.labels ?? (await experiment.labels({ pool: defaulted }));
    const pool = { ...defaulted, labels };
    const arms = paperArms(pool.judge, labels);
    return { plan: { name: freeName("Filter modes", taken), pool, arms, matching: false }, clonedFrom: null };
  }
  async function clonedPlan(id: number) {
    const { name, pool, arms, matching } = await orNotFound(experiment.get({ id }));
    return { plan: { name: freeName(name, taken), pool, arms, matching }, clonedFrom: { id, name } };
  }

  return (
    <div className="min-h-full bg-canvas">
      <IgnoredAddress parts={ignored} />
      <NewExperiment key={JSON.stringify(plan.pool)} plan={plan} clonedFrom={clonedFrom} names={names} />
    </div>
  );
}

function NoTrajectory() {
  return (
    <>
      <PageHeader trail={[{ href: "/experiments", name: "Experiments" }]} title="New experiment" />
      <EmptyState
        title="There is nothing to filter yet"
        command="bin/swirl import FILE…"
        action={
          <>
            <Button asChild variant="primary">
              <Link href="/import">Import trajectories</Link>
            </Button>
            <Button asChild>
              <Link href="/rollouts/new">Generate trajectories</Link>
            </Button>
          </>
        }
      >
        An experiment compares what filters keep of a pool of trajectories. Bring some in, then have them judged and
        labelled.
      </EmptyState>
    </>
  );
}
