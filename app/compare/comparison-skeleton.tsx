import { Skeleton } from "@/components/ui/skeleton";

export function ComparisonSkeleton() {
  return (
    <div role="status" aria-label="Comparing the filter modes" className="flex flex-col gap-4 p-4 md:p-5">
      <Skeleton className="h-20 rounded-lg" />
      <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_24.5rem]">
        <Skeleton className="h-96 rounded-lg" />
        <Skeleton className="h-56 rounded-lg" />
      </div>
      <div className="grid gap-4 lg:grid-cols-2">
        <Skeleton className="h-80 rounded-lg" />
        <Skeleton className="h-80 rounded-lg" />
      </div>
    </div>
  );
}
