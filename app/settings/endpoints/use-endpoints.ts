"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ApiOutputs, useTRPC } from "@/app/trpc";

export type ListedEndpoint = ApiOutputs["endpoint"]["list"][number];
export type EndpointTest = ApiOutputs["endpoint"]["test"];

/** Endpoints as they are now. */
export function useEndpoints(initialData: ListedEndpoint[]) {
  const trpc = useTRPC();
  return useQuery({ ...trpc.endpoint.list.queryOptions(), initialData }).data;
}

/** What may be done to endpoints; models are read anew as well, since they are linked. */
export function useEndpointActions() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries(trpc.endpoint.pathFilter());
  return {
    save: useMutation(trpc.endpoint.save.mutationOptions({ onSuccess })),
    remove: useMutation(trpc.endpoint.remove.mutationOptions({ onSuccess })),
  };
}

export function useEndpointTest() {
  const trpc = useTRPC();
  return useMutation(trpc.endpoint.test.mutationOptions());
}
