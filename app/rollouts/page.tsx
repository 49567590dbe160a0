import type { Metadata } from "next";
import Link from "next/link";
import { PageHeader } from "@/components/shell/page-header";
import { Button } from "@/components/ui/button";
import { caller } from "@/server/routers/root";
import { NoRolloutRuns } from "./_runs/no-runs";
import { RUNS_A_PAGE } from "./_runs/page-size";
import { RunsClient } from "./_runs/runs";

export const metadata: Metadata = { title: "Rollouts" };

export default async function RolloutsPage() {
  const { rollout, runs } = caller();
  const [first, current] = await Promise.all([rollout.list({ limit: RUNS_A_PAGE }), runs.current()]);
  return (
    <>
      <PageHeader
        title="Rollouts"
        description="A rollout run answers questions with a model and tools, step by step. Imported runs stand beside the studio's own."
        actions={
          first.length > 0 && (
            <Button asChild variant="primary">
              <Link href="/rollouts/new">New rollout run</Link>
            </Button>
          )
        }
      />
      {first.length === 0 ? <NoRolloutRuns /> : <RunsClient first={first} current={current} />}
    </>
  );
}
