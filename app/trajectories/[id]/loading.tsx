import { StepSkeleton } from "@/components/trajectory/step-skeleton";
import { Skeleton } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <div role="status" aria-label="Loading the trajectory" className="flex h-full flex-col overflow-hidden">
      <div className="flex h-12 items-center border-line border-b px-4">
        <Skeleton className="w-56" />
      </div>
      <div className="flex min-h-0 flex-1">
        <div className="hidden w-56 shrink-0 flex-col gap-3 border-line border-r p-3 lg:flex">
          {[0, 1, 2, 3, 4].map((row) => (
            <Skeleton key={row} className="h-8" />
          ))}
        </div>
        <div className="min-w-0 flex-1">
          <div className="flex flex-col gap-2 p-4">
            <Skeleton className="h-5 w-3/4" />
            <Skeleton className="w-1/3" />
            <Skeleton className="w-1/2" />
          </div>
          <StepSkeleton />
          <StepSkeleton />
          <StepSkeleton />
        </div>
      </div>
    </div>
  );
}
