"use client";
/** The steps of a trajectory, fetched by windows as they come into sight. */
import { useQueries } from "@tanstack/react-query";
import { useTRPC } from "@/app/trpc";
import type { StepView, TrajectoryView } from "@/domain/trajectory-view";

export type StepAt = (index: number) => { step: StepView | null; onRetry: (() => void) | null };

/**
 * `visible` are the indexes now on screen. Windows are as long as the one that came with the page, so that each is
 * asked for once; what was read before stays in the cache.
 */
export function useSteps(view: TrajectoryView, visible: readonly number[]): StepAt {
  const trpc = useTRPC();
  const size = Math.max(view.steps.length, 1);
  const judges = view.judges.filter((judge) => judge.isNewest).map((judge) => judge.runId);
  const windows = [...new Set(visible.map((index) => Math.floor(index / size)))].filter((window) => window > 0);
  const results = useQueries({
    queries: windows.map((window) =>
      trpc.trajectory.steps.queryOptions(
        { id: view.id, from: window * size, to: (window + 1) * size, judges },
        { staleTime: Number.POSITIVE_INFINITY, gcTime: 30 * 60_000 },
      ),
    ),
  });
  return (index) => {
    const window = Math.floor(index / size);
    if (window === 0) return { step: view.steps[index] ?? null, onRetry: null };
    const result = results[windows.indexOf(window)];
    return {
      step: result?.data?.find((step) => step.index === index) ?? null,
      onRetry: result?.isError ? () => void result.refetch() : null,
    };
  };
}
