import type { Metadata } from "next";
import Link from "next/link";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/states/empty-state";
import { Button } from "@/components/ui/button";
import { caller } from "@/server/routers/root";
import { JudgingRuns } from "./judging-runs";
import { LabellingRuns } from "./labelling-runs";
import { groupVersions } from "./versions";

export const metadata: Metadata = { title: "Judging" };

export default async function JudgingPage() {
  const { library, runs } = caller();
  const [judging, labelling, current] = await Promise.all([
    library.judgingRuns(),
    library.labellingRuns(),
    runs.current(),
  ]);
  return (
    <>
      <PageHeader
        title="Judging"
        description="Judging runs rule on every step; labelling runs say whether the final answer is right."
        actions={
          <>
            <Button asChild>
              <Link href="/judging/templates">Judges' prompts</Link>
            </Button>
            {judging.length > 1 && (
              <>
                <Button asChild>
                  <Link href="/judging/agreement">Agreement</Link>
                </Button>
                <Button asChild>
                  <Link href="/judging/flips">What flipped</Link>
                </Button>
              </>
            )}
            <Button asChild variant="primary">
              <Link href="/judging/new">Judge trajectories</Link>
            </Button>
          </>
        }
      />
      <section aria-labelledby="judging-runs">
        <h2 id="judging-runs" className="px-4 pt-4 md:px-5 pb-2 font-semibold">
          Judging runs
        </h2>
        {judging.length > 0 ? (
          <JudgingRuns groups={groupVersions(judging)} current={current} />
        ) : (
          <EmptyState
            title="No judging run yet"
            action={
              <>
                <Button asChild variant="primary">
                  <Link href="/judging/new">Judge trajectories</Link>
                </Button>
                <Button asChild>
                  <Link href="/import">Import verdicts</Link>
                </Button>
              </>
            }
            command="bin/swirl import judge.jsonl"
          >
            A judge reads each step with its context and says whether it is reasonable. Put a model or rules to it, or
            import a judge's file or a trajectory file that carries human step labels.
          </EmptyState>
        )}
      </section>
      <section aria-labelledby="labelling-runs" className="mt-4 border-line border-t pb-8">
        <div className="flex flex-wrap items-center justify-between gap-2 px-4 pt-4 pb-2 md:px-5">
          <h2 id="labelling-runs" className="font-semibold">
            Labelling runs
          </h2>
          {labelling.length > 0 && (
            <span className="flex flex-wrap gap-2">
              {labelling.length > 1 && (
                <Button asChild>
                  <Link href="/judging/labels/compare">Where two differ</Link>
                </Button>
              )}
              <Button asChild>
                <Link href="/judging/labels/new">Label outcomes</Link>
              </Button>
            </span>
          )}
        </div>
        {labelling.length > 0 ? (
          <LabellingRuns groups={groupVersions(labelling)} current={current} />
        ) : (
          <EmptyState
            title="No labelling run yet"
            action={
              <>
                <Button asChild>
                  <Link href="/judging/labels/new">Label outcomes</Link>
                </Button>
                <Button asChild>
                  <Link href="/import">Import outcomes</Link>
                </Button>
              </>
            }
            command="bin/swirl import outcomes.jsonl"
          >
            A labelling run says which trajectories end in a correct answer. Several stand side by side; a filter names
            the one it uses.
          </EmptyState>
        )}
      </section>
    </>
  );
}
