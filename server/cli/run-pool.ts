/** The options by which commands choose the trajectories of a new judging or labelling run. */
import { hasConditions, type Pool } from "@/domain/pool";
import type { Db } from "@/server/db";
import { UsageError } from "./exit-status";
import { POOL_OPTIONS, poolFromOptions } from "./pool-options";

const { "judging-run": _, "labelling-run": __, ...CHOICE } = POOL_OPTIONS;
export const RUN_POOL_OPTIONS = { ...CHOICE, all: { type: "boolean" } } as const;

export const RUN_POOL_HELP = `Which trajectories:
  --rollout-run NAME     of this rollout run; may be repeated
  --set KEY|NAME         on this question set; may be repeated
  --pool QUERY           any other pool, as the query string of a page's address, such as "set=1&min-steps=3"
  --all                  all there are`;

type Given = Omit<Parameters<typeof poolFromOptions>[1], "judging-run" | "labelling-run"> & { all?: boolean };

/** Throws UsageError where nothing was chosen: everything in the studio is seldom meant, and may cost a lot. */
export async function runPool(db: Db, given: Given, help: string): Promise<Pool> {
  const pool = await poolFromOptions(db, given);
  if (hasConditions(pool) === (given.all ?? false))
    throw new UsageError(`choose trajectories with --rollout-run, --set or --pool, or --all of them\n\n${help}`);
  return pool;
}
