import { Skeleton } from "../ui/skeleton";

/** The shape of a step that is on the way. */
export function StepSkeleton({ index }: { index?: number }) {
  return (
    <div className="grid gap-x-5 border-line border-b px-3 py-3 md:px-4 lg:grid-cols-[minmax(0,1fr)_224px] 2xl:grid-cols-[minmax(0,1fr)_320px]">
      <div className="flex flex-col gap-2">
        {index === undefined ? (
          <Skeleton className="w-16" />
        ) : (
          <p className="font-semibold text-faint">Step {index + 1}</p>
        )}
        <Skeleton className="w-11/12" />
        <Skeleton className="w-3/4" />
        <Skeleton className="h-7 w-2/3" />
      </div>
      <div className="hidden flex-col gap-2 lg:flex">
        <Skeleton />
        <Skeleton className="w-4/5" />
      </div>
    </div>
  );
}
