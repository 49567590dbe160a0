"use client";
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { type ApiOutputs, useTRPCClient } from "@/app/trpc";
import { joinPoints } from "@/domain/training/series";
import { useLastLook } from "./use-last-look";

export type Series = ApiOutputs["trainingRun"]["series"];
const EVERY_MS = 2_000;

/** The figures of a run: what came since the last look is asked for, and joined to what is known. */
export function useSeries(runId: number, initial: Series, isLive: boolean) {
  const client = useTRPCClient();
  const known = useRef(initial);
  const { data, refetch } = useQuery({
    queryKey: ["training-series", runId],
    initialData: () => known.current,
    staleTime: 0,
    refetchInterval: isLive ? EVERY_MS : false,
    queryFn: async ({ signal }) => {
      const ask = (since: number, epoch: number | null) =>
        client.trainingRun.series.query({ runId, since, epoch }, { signal });
      const { epoch, width, points } = known.current;
      // The last point may still grow.
      const fresh = await ask(points.at(-1)?.from ?? 0, epoch);
      const isJoined = fresh.epoch === epoch && fresh.width === width;
      if (isJoined) known.current = { ...fresh, from: 0, points: joinPoints(points, fresh.from, fresh.points) };
      else known.current = fresh.from === 0 ? fresh : await ask(0, null);
      return known.current;
    },
    structuralSharing: false,
  });
  useLastLook(isLive, refetch);
  return data;
}
