import { TableSkeleton } from "@/components/states/table-skeleton";
import { Skeleton } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <>
      <div className="flex h-12 items-center border-line border-b px-5">
        <Skeleton className="h-4 w-40" />
      </div>
      <TableSkeleton rows={12} />
    </>
  );
}
