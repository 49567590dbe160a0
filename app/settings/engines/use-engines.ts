"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ApiOutputs, useTRPC } from "@/app/trpc";

export type ListedEngine = ApiOutputs["engine"]["list"][number];
export type EngineTest = ApiOutputs["engine"]["test"];

/** Training engines as they are now. */
export function useEngines(initialData: ListedEngine[]) {
  const trpc = useTRPC();
  return useQuery({ ...trpc.engine.list.queryOptions(), initialData }).data;
}

export function useEngineActions() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries(trpc.engine.pathFilter());
  return {
    save: useMutation(trpc.engine.save.mutationOptions({ onSuccess })),
    remove: useMutation(trpc.engine.remove.mutationOptions({ onSuccess })),
  };
}

export function useEngineTest() {
  const trpc = useTRPC();
  return useMutation(trpc.engine.test.mutationOptions());
}
