"use client";
import type { TRPCClient } from "@trpc/client";
import { useMemo, useSyncExternalStore } from "react";
import { useTRPCClient } from "@/app/trpc";
import type { AppRouter } from "@/server/routers/root";
import type { Live } from "./messages";
import { progressSource } from "./source";
import { createLiveStore, type LiveStore } from "./store";

const stores = new WeakMap<TRPCClient<AppRouter>, LiveStore>();
const ON_THE_SERVER: Live = { runs: null, isDown: false };

/** What is running, and whether the stream that tells it is broken. */
export function useLive(): Live {
  const client = useTRPCClient();
  const store = useMemo(() => {
    const found = stores.get(client) ?? createLiveStore(progressSource(client));
    stores.set(client, found);
    return found;
  }, [client]);
  return useSyncExternalStore(store.subscribe, store.getSnapshot, () => ON_THE_SERVER);
}
