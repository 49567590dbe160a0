"use client";
/** Where a run stands, kept current while the page is open. */
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/app/trpc";
import { isOver, type RunProgress, type RunRef } from "@/domain/run";

/** Current progress of one run; null for a run that the studio does not carry out. */
export function useProgress(run: RunRef, initial: RunProgress | null): RunProgress | null {
  const trpc = useTRPC();
  const { data } = useQuery({
    ...trpc.runs.progress.queryOptions(run),
    initialData: initial,
    refetchInterval: ({ state }) => (state.data && !isOver(state.data.status) ? 1_000 : false),
  });
  return data;
}
