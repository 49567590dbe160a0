import type { Metadata } from "next";
import Link from "next/link";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/states/empty-state";
import { Button } from "@/components/ui/button";
import { caller } from "@/server/routers/root";
import { RUNS_A_PAGE } from "./_runs/page-size";
import { TrainingRuns } from "./_runs/runs";

export const metadata: Metadata = { title: "Training" };

export default async function TrainingPage() {
  const first = await caller().trainingRun.list({ limit: RUNS_A_PAGE });
  return (
    <>
      <PageHeader
        title="Training"
        description="A training run carries a base model further on what a filter mode kept: by step-wise RL, or by SFT as the baseline. It runs on a training engine."
        actions={
          first.length > 0 && (
            <Button asChild variant="primary">
              <Link href="/training/new">New training run</Link>
            </Button>
          )
        }
      />
      {first.length === 0 ? <NoTrainingRuns /> : <TrainingRuns first={first} />}
    </>
  );
}

function NoTrainingRuns() {
  return (
    <EmptyState
      title="No training run yet"
      action={
        <>
          <Button asChild variant="primary">
            <Link href="/training/new">New training run</Link>
          </Button>
          <Button asChild>
            <Link href="/settings/engines">Training engines</Link>
          </Button>
        </>
      }
      command="npm run lab"
    >
      Choose what a filter mode keeps of a pool, a base model and a training engine: the studio launches the job,
      follows it, and its last checkpoint becomes a model. Without a cluster, the lab does all of it on this machine.
    </EmptyState>
  );
}
