import { TRPCError } from "@trpc/server";
import Link from "next/link";
import { EmptyState } from "@/components/states/empty-state";
import { ErrorState } from "@/components/states/error-state";
import { SampleNote } from "@/components/states/sample-note";
import { Button } from "@/components/ui/button";
import type { Names } from "@/domain/browse";
import { formatCount, formatNumber } from "@/domain/format";
import type { Pool } from "@/domain/pool";
import { caller } from "@/server/routers/root";
import { ComparisonCharts } from "./comparison-charts";
import { Matrix } from "./matrix";
import { missingSentences } from "./missing";
import { ModesTable } from "./modes-table";
import { PoolBar } from "./pool-bar";
import { poolChips } from "./pool-chips";
import { browseHref } from "./search-params";

/** Everything on the page that depends on the pool. */
export async function Comparison({ pool, names }: { pool: Pool; names: Names }) {
  const comparison = await compare(pool);
  if (typeof comparison === "string")
    return (
      <ErrorState
        title="These modes cannot be compared"
        detail={comparison}
        action={
          <Button asChild>
            <Link href="/compare">Start over</Link>
          </Button>
        }
      />
    );
  const { trajectories, fromSample } = comparison;
  const bar = (
    <PoolBar
      pool={comparison.pool}
      chips={poolChips(comparison.pool, names)}
      judgingRuns={names.judgingRuns}
      labellingRuns={names.labellingRuns}
      canExperiment={trajectories > 0}
      size={`${formatCount(trajectories, "trajectory", "trajectories")} · ${formatCount(
        comparison.subTrajectories,
        "sub-trajectory",
        "sub-trajectories",
      )} · ${formatCount(comparison.questions, "question")}`}
    />
  );
  if (trajectories === 0)
    return (
      <div className="flex flex-col gap-4 p-4 md:p-5">
        {bar}
        <EmptyState
          title="No trajectory is in this pool"
          action={
            <Button asChild>
              <Link href={browseHref(comparison.pool)}>Change its conditions</Link>
            </Button>
          }
        >
          Its conditions leave nothing to compare.
        </EmptyState>
      </div>
    );
  const missing = missingSentences(comparison);
  return (
    <div className="flex flex-col gap-4 p-4 md:p-5">
      {bar}
      {fromSample > 0 && (
        <SampleNote>
          {fromSample === trajectories
            ? "This pool is part of the sample pool."
            : `${formatNumber(fromSample)} of ${formatNumber(trajectories)} trajectories belong to the sample pool.`}
        </SampleNote>
      )}
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_24.5rem]">
        <ModesTable comparison={comparison} />
        <div className="flex min-w-0 flex-col gap-4">
          <Matrix comparison={comparison} />
          {missing.length > 0 && (
            <section aria-labelledby="missing" className="rounded-lg border border-line bg-panel px-4 py-3">
              <h2 id="missing" className="font-medium">
                What is missing
              </h2>
              <ul className="text-muted">
                {missing.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            </section>
          )}
        </div>
      </div>
      <ComparisonCharts comparison={comparison} />
    </div>
  );
}

/** The comparison, or a sentence why there is none. */
async function compare(pool: Pool) {
  try {
    return await caller().compare.modes(pool);
  } catch (error) {
    if (error instanceof TRPCError && error.code !== "INTERNAL_SERVER_ERROR") return error.message;
    throw error;
  }
}
