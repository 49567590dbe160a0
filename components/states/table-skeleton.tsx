import { Skeleton } from "../ui/skeleton";

/** The shape of a table while its rows are on the way. */
export function TableSkeleton({ rows = 8, columns = 5 }: { rows?: number; columns?: number }) {
  return (
    <div role="status" aria-label="Loading" className="flex flex-col">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex h-8 items-center gap-4 border-line border-b px-3">
          {Array.from({ length: columns }, (_, column) => (
            <Skeleton key={column} className={column === 0 ? "h-3 flex-[3]" : "h-3 flex-1"} />
          ))}
        </div>
      ))}
    </div>
  );
}
