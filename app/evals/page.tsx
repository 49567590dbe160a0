import type { Metadata } from "next";
import Link from "next/link";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/states/empty-state";
import { Button } from "@/components/ui/button";
import { caller } from "@/server/routers/root";
import { ResultsTable } from "./results-table";

export const metadata: Metadata = { title: "Evals" };

export default async function EvalsPage() {
  const table = await caller().eval.results();
  return (
    <>
      <PageHeader
        title="Evals"
        description="Share of right answers of each model on each question set, of the newest eval run. A number opens its trajectories."
        actions={
          <>
            {table.rows.length > 0 && (
              <Button asChild>
                <Link href="/evals/figures">Figures</Link>
              </Button>
            )}
            {table.rows.length > 1 && (
              <Button asChild>
                <Link href="/evals/compare">Compare two</Link>
              </Button>
            )}
            <Button asChild variant="primary">
              <Link href="/rollouts/new?purpose=eval">New eval run</Link>
            </Button>
          </>
        }
      />
      {table.rows.length === 0 ? (
        <EmptyState
          title="No eval run yet"
          action={
            <Button asChild variant="primary">
              <Link href="/rollouts/new?purpose=eval">New eval run</Link>
            </Button>
          }
        >
          A rollout run whose purpose is to measure: a model answers a question set, and the set's metric labels the
          answers. Its result stands here, beside those of other models.
        </EmptyState>
      ) : (
        <ResultsTable table={table} />
      )}
    </>
  );
}
