"use client";
import { Progress as Radix } from "radix-ui";

/** How far something is, 0 to 1; null where the end is not known. */
export function Progress({ value, label }: { value: number | null; label: string }) {
  const percent = value === null ? null : Math.round(Math.min(1, Math.max(0, value)) * 1000) / 10;
  return (
    <Radix.Root
      value={percent}
      max={100}
      aria-label={label}
      className="relative h-1.5 w-full overflow-hidden rounded-full bg-hover"
    >
      {percent === null ? (
        <Radix.Indicator className="absolute inset-y-0 left-0 w-1/3 animate-pulse rounded-full bg-accent" />
      ) : (
        <Radix.Indicator asChild>
          <svg className="absolute inset-0 size-full" preserveAspectRatio="none" viewBox="0 0 100 1" aria-hidden>
            <rect width={percent} height="1" className="fill-accent" />
          </svg>
        </Radix.Indicator>
      )}
    </Radix.Root>
  );
}
