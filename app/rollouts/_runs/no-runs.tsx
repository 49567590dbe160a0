import Link from "next/link";
import { EmptyState } from "@/components/states/empty-state";
import { Button } from "@/components/ui/button";

export function NoRolloutRuns() {
  return (
    <EmptyState
      title="No rollout run yet"
      action={
        <>
          <Button asChild variant="primary">
            <Link href="/rollouts/new">New rollout run</Link>
          </Button>
          <Button asChild>
            <Link href="/import">Import trajectories</Link>
          </Button>
        </>
      }
      command="bin/swirl import FILE…"
    >
      Choose questions, a model and tools: the studio takes several samples of each question and keeps every step.
    </EmptyState>
  );
}
