import { Skeleton } from "@/components/ui/skeleton";

/** Figures, matrix and slices, before they are there. */
export function AgreementSkeleton() {
  return (
    <div role="status" aria-label="Counting rulings" className="flex flex-col gap-5 px-4 py-4 md:px-5">
      <Skeleton className="h-4 w-96 max-w-full" />
      <div className="grid gap-6 lg:grid-cols-2">
        <Skeleton className="h-72 rounded-lg" />
        <Skeleton className="h-48 rounded-lg" />
      </div>
      <Skeleton className="h-96 rounded-lg" />
    </div>
  );
}
