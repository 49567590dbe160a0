import type { Metadata } from "next";
import Link from "next/link";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/states/empty-state";
import { Button } from "@/components/ui/button";
import { caller } from "@/server/routers/root";
import { TrainingSetList } from "./list";

export const metadata: Metadata = { title: "Training sets" };

export default async function TrainingSetsPage() {
  const sets = await caller().trainingSet.list();
  const frozen = sets.filter(({ status }) => status === "frozen");
  return (
    <>
      <PageHeader
        title="Training sets"
        description="What a filter kept of a pool, frozen under a name and a version: it stays as it was, whatever is judged or imported later."
        actions={
          frozen.length > 1 && (
            <Button asChild>
              <Link href="/training-sets/compare">Compare two</Link>
            </Button>
          )
        }
      />
      {sets.length === 0 ? <NoTrainingSet /> : <TrainingSetList initial={sets} />}
    </>
  );
}

function NoTrainingSet() {
  return (
    <EmptyState
      title="No training set yet"
      action={
        <Button asChild variant="primary">
          <Link href="/experiments">Experiments</Link>
        </Button>
      }
    >
      A training set is what an arm of an experiment keeps, frozen: its sub-trajectories with the verdicts and outcomes
      of that moment. Open an experiment, look at what its arms keep, and freeze the one to train on.
    </EmptyState>
  );
}
