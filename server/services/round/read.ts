import { StudioError } from "@/domain/errors";
import type { Db } from "@/server/db";
import { readServers, type ShownServer } from "@/server/queries/eval/servers";
import { type RoundRow, readRounds } from "@/server/queries/round/read";

/** A round with its runs and servers. Throws not-found. */
export async function openRound({ pool }: Db, id: number): Promise<RoundRow & { servers: ShownServer[] }> {
  const [[round], servers] = await Promise.all([readRounds(pool, { id }), readServers(pool, { roundId: id })]);
  if (!round) throw new StudioError("not-found", `There is no round ${id}.`);
  return { ...round, servers };
}
