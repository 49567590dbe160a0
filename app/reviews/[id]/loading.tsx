import { Skeleton } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <div role="status" aria-label="Loading the review">
      <div className="flex h-12 items-center border-line border-b bg-panel px-5">
        <Skeleton className="h-4 w-56" />
      </div>
      <div className="flex flex-col gap-4 p-4 md:p-5">
        <Skeleton className="h-24 rounded-lg" />
        <Skeleton className="h-40 rounded-lg" />
        <Skeleton className="h-64 rounded-lg" />
      </div>
    </div>
  );
}
