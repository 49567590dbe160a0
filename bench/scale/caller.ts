/** The studio as its pages call it, on the benchmark's database. */
import type { Db } from "@/server/db";
import { appRouter } from "@/server/routers/root";
import { createCallerFactory } from "@/server/routers/trpc";
import type { World } from "./variants";

const callerOf = createCallerFactory(appRouter);

export type Studio = { db: Db; api: ReturnType<typeof callerOf>; world: World };

export async function openStudio(db: Db, trajectories: number): Promise<Studio> {
  const api = callerOf({ db });
  const names = await api.browse.names();
  const ids = (items: readonly { id: number }[]) => items.map(({ id }) => id).sort((a, b) => a - b);
  const world = {
    trajectories,
    sets: ids(names.sets),
    runs: ids(names.runs),
    models: ids(names.models),
    judges: ids(names.judgingRuns),
    labels: ids(names.labellingRuns),
  };
  return { db, api, world };
}
