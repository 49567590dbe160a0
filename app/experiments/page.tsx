import type { Metadata } from "next";
import Link from "next/link";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/states/empty-state";
import { Button } from "@/components/ui/button";
import { caller } from "@/server/routers/root";
import { ExperimentList } from "./list";

export const metadata: Metadata = { title: "Experiments" };

export default async function ExperimentsPage() {
  const experiments = await caller().experiment.list();
  return (
    <>
      <PageHeader
        title="Experiments"
        description="An experiment compares filters on one pool: its arms. What an arm keeps can be trained on, and later measured."
        actions={
          experiments.length > 0 && (
            <Button asChild variant="primary">
              <Link href="/experiments/new">New experiment</Link>
            </Button>
          )
        }
      />
      {experiments.length === 0 ? <NoExperiment /> : <ExperimentList initial={experiments} />}
    </>
  );
}

function NoExperiment() {
  return (
    <EmptyState
      title="No experiment yet"
      action={
        <>
          <Button asChild variant="primary">
            <Link href="/experiments/new">New experiment</Link>
          </Button>
          <Button asChild>
            <Link href="/compare">Compare filter modes</Link>
          </Button>
        </>
      }
    >
      An experiment holds filters side by side on one pool: the four filter modes to begin with, then other judges,
      thresholds and caps. It says what each keeps, what it throws away, and where two of them differ.
    </EmptyState>
  );
}
