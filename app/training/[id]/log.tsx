"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { ScrollRegion } from "@/components/trajectory/scroll-region";
import { NativeSelect } from "@/components/ui/input";
import { useLastLook } from "./use-last-look";

/** The end of an attempt's output, without the events that the page shows otherwise. */
export function Log({
  runId,
  attempts,
  attempt,
  isLive,
}: {
  runId: number;
  attempts: ApiOutputs["trainingRun"]["get"]["attempts"];
  attempt: number;
  isLive: boolean;
}) {
  const trpc = useTRPC();
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState<number | null>(null);
  const shown = chosen ?? attempt;
  const log = useQuery({
    ...trpc.trainingRun.log.queryOptions({ id: runId, attempt: shown }),
    enabled: isOpen,
    refetchInterval: isLive && shown === attempt ? 3_000 : false,
  });
  useLastLook(isLive, () => isOpen && log.refetch());
  const numbers = Array.from({ length: Math.max(attempt, attempts.length) }, (_, index) => index + 1);
  return (
    <details className="border-line border-t px-4 py-3 md:px-5" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="cursor-pointer">
        <span className="font-semibold">Log</span>
        <span className="ml-3 text-muted">the last 64 KiB of what the job wrote</span>
      </summary>
      {numbers.length > 1 && (
        <NativeSelect
          aria-label="Attempt"
          className="mt-3 w-auto"
          value={shown}
          onChange={(event) => setChosen(Number(event.target.value))}
        >
          {numbers.map((number) => (
            <option key={number} value={number}>
              Attempt {number}
            </option>
          ))}
        </NativeSelect>
      )}
      {log.isError && (
        <p role="alert" className="mt-2 text-danger-ink">
          {log.error.message}
        </p>
      )}
      {log.isPending && isOpen && <p className="mt-2 text-faint">Loading…</p>}
      {log.isSuccess &&
        (log.data === "" ? (
          <p className="mt-2 text-faint">Nothing yet.</p>
        ) : (
          <ScrollRegion label="Log" className="mt-2 max-h-[28rem] overflow-auto rounded-md bg-subtle p-3">
            <pre className="whitespace-pre-wrap break-words font-mono text-xs">{log.data}</pre>
          </ScrollRegion>
        ))}
    </details>
  );
}
