import { Skeleton } from "../ui/skeleton";
import { TableSkeleton } from "./table-skeleton";

function HeaderSkeleton() {
  return (
    <div className="flex h-12 items-center border-line border-b bg-panel px-5">
      <Skeleton className="h-4 w-40" />
    </div>
  );
}

/** A page that is one table. */
export function TablePageSkeleton({ rows = 12, columns = 6 }: { rows?: number; columns?: number }) {
  return (
    <>
      <HeaderSkeleton />
      <TableSkeleton rows={rows} columns={columns} />
    </>
  );
}

/** A page of cards: a wide column, and a narrow one beside it. */
export function CardsPageSkeleton() {
  return (
    <div className="min-h-full bg-canvas">
      <HeaderSkeleton />
      <div
        role="status"
        aria-label="Loading"
        className="mx-auto grid max-w-6xl gap-4 p-4 md:p-5 lg:grid-cols-[minmax(0,1fr)_20rem]"
      >
        <div className="flex flex-col gap-4">
          <Skeleton className="h-72 rounded-lg" />
          <Skeleton className="h-48 rounded-lg" />
        </div>
        <Skeleton className="h-44 rounded-lg" />
      </div>
    </div>
  );
}
