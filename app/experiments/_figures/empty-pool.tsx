import { EmptyState } from "@/components/states/empty-state";
import { Button } from "@/components/ui/button";
import { EMPTY_POOL, type Pool } from "@/domain/pool";

export function EmptyPool({ pool, onPool }: { pool: Pool; onPool: (pool: Pool) => void }) {
  return (
    <EmptyState
      title="No trajectory is in this pool"
      action={
        <Button onClick={() => onPool({ ...EMPTY_POOL, judge: pool.judge, labels: pool.labels })}>
          Take all trajectories
        </Button>
      }
    >
      Its conditions leave nothing to filter. Take one of them away above, or take all of them.
    </EmptyState>
  );
}
