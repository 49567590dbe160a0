import { cn } from "./cn";

/** A grey shape where something will stand. It appears late, so that quick answers do not flicker. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn("skeleton h-4 rounded bg-hover", className)} />;
}
