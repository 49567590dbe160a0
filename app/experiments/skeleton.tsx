import { Skeleton } from "@/components/ui/skeleton";

/** The shape of the figures below the arms while they are on their way. */
export function FiguresSkeleton() {
  return (
    <div role="status" aria-label="Evaluating the arms" className="flex flex-col gap-4">
      <Skeleton className="h-14 rounded-lg" />
      <div className="grid gap-4 xl:grid-cols-2">
        <Skeleton className="h-44 rounded-lg" />
        <Skeleton className="h-44 rounded-lg" />
      </div>
      <Skeleton className="h-80 rounded-lg" />
    </div>
  );
}

/** The shape of a whole experiment. */
export function ExperimentSkeleton() {
  return (
    <div className="min-h-full bg-canvas">
      <div className="flex h-12 items-center border-line border-b bg-panel px-5">
        <Skeleton className="h-4 w-56" />
      </div>
      <div role="status" aria-label="Loading" className="flex flex-col gap-4 p-4 md:p-5">
        <Skeleton className="h-36 rounded-lg" />
        <Skeleton className="h-[34rem] rounded-lg" />
      </div>
    </div>
  );
}
