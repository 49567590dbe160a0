"use client";
import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "@/app/trpc";

/** Saves a plan: a new experiment, or changes to one. */
export function useSave(onSaved: (saved: { id: number }) => Promise<void>) {
  const trpc = useTRPC();
  return useMutation(trpc.experiment.save.mutationOptions({ onSuccess: onSaved }));
}
