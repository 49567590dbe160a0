"use client";
/** Where runs stand, kept current while the page is open. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTRPC } from "@/app/trpc";
import { isOver, type RunProgress, type RunRef } from "@/domain/run";
import { useLive } from "./use-live";

/** Current progress of one run; null for a run that the studio does not carry out. */
export function useProgress(run: RunRef, initial: RunProgress | null): RunProgress | null {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { runs } = useLive();
  const options = trpc.runs.progress.queryOptions({ kind: run.kind, runId: run.runId });
  // Asked for only below: the stream brings the rest.
  const { data } = useQuery({ ...options, initialData: initial, staleTime: Number.POSITIVE_INFINITY });

  const live = runs?.find((each) => each.kind === run.kind && each.runId === run.runId);
  const isMissed = runs !== null && live === undefined && data !== null && !isOver(data.status);
  const key = options.queryKey;
  useEffect(() => {
    if (live) queries.setQueryData(key, live);
    // It ended while nobody watched, so its last state is not what the stream said last.
    else if (isMissed) void queries.refetchQueries({ queryKey: key });
  }, [live, isMissed, queries, run.kind, run.runId]);
  return live ?? data;
}

/** Every run that is running or paused, and what ended within two minutes; `initial` until the stream has spoken. */
export function useCurrentRuns(initial: RunProgress[] = []): RunProgress[] {
  return useLive().runs ?? initial;
}
