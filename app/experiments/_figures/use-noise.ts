import { useQuery } from "@tanstack/react-query";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import type { Evaluation } from "../_plan/use-evaluation";

export type Noise = ApiOutputs["experiment"]["noise"];
const FRESH_MS = 60_000;

/** How much wrong the arms keep, by a review: asked for once their figures are there, so that it holds nothing up. */
export function useNoise({ pool, matching, data, isBusy }: Evaluation, review: number | null) {
  const trpc = useTRPC();
  const arms = data?.arms.map(({ name, filter }) => ({ name, filter })) ?? [];
  return useQuery(
    trpc.experiment.noise.queryOptions(
      { pool, matching, arms, review },
      { staleTime: FRESH_MS, enabled: arms.length > 0 && !isBusy },
    ),
  );
}
