"use client";
import { useSyncExternalStore } from "react";
import { formatAbsolute, formatDuration, formatRelative } from "@/domain/format";

const listeners = new Set<() => void>();
let minute: ReturnType<typeof setInterval> | undefined;

/** One clock for all times on the page: a table of hundreds must not hold hundreds of timers. */
function subscribe(listener: () => void) {
  listeners.add(listener);
  minute ??= setInterval(() => {
    for (const each of listeners) each();
  }, 30_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(minute);
    minute = undefined;
  };
}

const TICK = 30_000;
const currentTick = () => Math.floor(Date.now() / TICK);
const noTick = () => null;

/** "3 minutes ago", the absolute time on hover. The server, which knows neither clock nor zone, writes the date in UTC. */
export function RelativeTime({ iso, missing = "not recorded" }: { iso: string | null; missing?: string }) {
  const tick = useSyncExternalStore<number | null>(subscribe, currentTick, noTick);
  if (iso === null) return <span className="text-faint">{missing}</span>;
  const time = new Date(iso);
  if (tick === null)
    return (
      <time dateTime={iso} className="whitespace-nowrap">
        {formatAbsolute(time, "UTC")}
      </time>
    );
  return (
    <time dateTime={iso} title={formatAbsolute(time)} className="whitespace-nowrap">
      {formatRelative(time, new Date())}
    </time>
  );
}

/** A duration as "3 m 12 s". */
export function Duration({ ms }: { ms: number }) {
  return <span className="whitespace-nowrap tabular-nums">{formatDuration(ms)}</span>;
}
