"use client";
import { useQueries } from "@tanstack/react-query";
import { useState } from "react";
import { type Draft, toDraft } from "@/app/rollouts/new/draft";
import { type ApiOutputs, useTRPC } from "@/app/trpc";

export type SetDraft = {
  id: number;
  /** null until it is known how the set is answered */
  draft: Draft | null;
  /** The rollout run that the settings were taken from */
  from: ApiOutputs["eval"]["suggestSet"]["from"];
  isEdited: boolean;
  error: string | null;
  retry: () => void;
};

/** How each chosen question set is answered: as it is suggested, with what was changed here. */
export function useSetDrafts(chosen: readonly number[]) {
  const trpc = useTRPC();
  const [edits, setEdits] = useState<Readonly<Record<number, Partial<Draft>>>>({});
  const found = useQueries({
    // A suggestion that changed in the meantime would change under somebody's hands.
    queries: chosen.map((questionSetId) => ({
      ...trpc.eval.suggestSet.queryOptions({ questionSetId }),
      staleTime: Number.POSITIVE_INFINITY,
    })),
  });
  const drafts = chosen.map((id, index): SetDraft => {
    const query = found[index];
    const edited = edits[id];
    const settings = query?.data?.settings;
    const about = { name: null, purpose: "eval", modelId: "", setId: String(id) } as const;
    return {
      id,
      draft: settings ? { ...toDraft(settings, about), ...edited } : null,
      from: query?.data?.from ?? null,
      isEdited: edited !== undefined && Object.keys(edited).some((field) => field !== "limit" && field !== "drawSeed"),
      error: query?.error?.message ?? null,
      retry: () => void query?.refetch(),
    };
  });
  const edit = (id: number, change: Partial<Draft>) =>
    setEdits((current) => ({ ...current, [id]: { ...current[id], ...change } }));
  return { drafts, edit };
}
