import Link from "next/link";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/states/empty-state";
import { Button } from "@/components/ui/button";

export default function TrajectoryNotFound() {
  return (
    <>
      <PageHeader title="Trajectory not found" trail={[{ href: "/trajectories", name: "Trajectories" }]} />
      <EmptyState
        title="There is no trajectory at this address"
        action={
          <Button asChild variant="primary">
            <Link href="/trajectories">Open the table of trajectories</Link>
          </Button>
        }
      >
        It may have been removed together with its rollout run, or the link was cut off.
      </EmptyState>
    </>
  );
}
