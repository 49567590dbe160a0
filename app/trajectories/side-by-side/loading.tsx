import { StepSkeleton } from "@/components/trajectory/step-skeleton";
import { Skeleton } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <div role="status" aria-label="Loading the trajectories" className="flex flex-col">
      <div className="flex h-12 items-center border-line border-b px-4">
        <Skeleton className="w-56" />
      </div>
      <StepSkeleton />
      <StepSkeleton />
      <StepSkeleton />
    </div>
  );
}
