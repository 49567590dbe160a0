import type { Metadata } from "next";
import Link from "next/link";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/states/empty-state";
import { Button } from "@/components/ui/button";
import { caller } from "@/server/routers/root";
import { MatrixList } from "./_matrices/matrix-list";
import { ResultsTable } from "./results-table";

export const metadata: Metadata = { title: "Evals" };

export default async function EvalsPage() {
  const [table, matrices] = await Promise.all([caller().eval.results(), caller().eval.matrices()]);
  const isEmpty = table.rows.length === 0 && matrices.matrices.length === 0;
  return (
    <>
      <PageHeader
        title="Evals"
        description="Share of right answers of each model on each question set, of the newest finished eval run. A number opens its trajectories."
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
              <Link href="/evals/new">New evals</Link>
            </Button>
          </>
        }
      />
      {isEmpty ? (
        <EmptyState
          title="Nothing was evaluated yet"
          action={
            <Button asChild variant="primary">
              <Link href="/evals/new">New evals</Link>
            </Button>
          }
        >
          Models answer question sets, and each set's metric labels the answers. The results stand here, models side by
          side.
        </EmptyState>
      ) : (
        <>
          <MatrixList initial={matrices} />
          {table.rows.length === 0 ? (
            <EmptyState title="No result yet">
              The share of right answers stands here as soon as the first eval run has trajectories.
            </EmptyState>
          ) : (
            <section aria-labelledby="results">
              <h2 id="results" className="px-4 pt-4 pb-2 font-semibold md:px-5">
                Results
              </h2>
              <ResultsTable table={table} />
            </section>
          )}
        </>
      )}
    </>
  );
}
