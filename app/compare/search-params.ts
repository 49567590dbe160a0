/** What the compare page shows, as its query string: a pool with its judging and labelling run. */
import { bothModes } from "@/domain/comparison";
import type { FilterMode, Outcome } from "@/domain/filter";
import { hasConditions, type Pool, poolToParams } from "@/domain/pool";
import type { ProcessLabel } from "@/domain/verdict";

/** Without conditions a comparison is about what its judging run was made on. */
export function withDefaults(pool: Pool, newestJudgingRun: number): Pool {
  const judge = pool.judge ?? newestJudgingRun;
  return hasConditions(pool) ? { ...pool, judge } : { ...pool, judge, scope: judge };
}

export const compareHref = (pool: Pool) => hrefOf("/compare", pool);
export const browseHref = (pool: Pool) => hrefOf("/trajectories", pool);

/** Exactly the trajectories of one cell of the matrix. */
export function cellHref(pool: Pool, process: ProcessLabel, outcome: Outcome): string {
  return browseHref({ ...pool, process: [process], outcome: [outcome] });
}

/** Exactly the trajectories that a mode keeps of the pool. */
export function keptHref(pool: Pool, mode: FilterMode): string {
  const both = bothModes(pool.mode, mode);
  return browseHref({ ...pool, mode: both === "none" ? null : both });
}

function hrefOf(path: string, pool: Pool): string {
  const query = poolToParams(pool).toString();
  return query === "" ? path : `${path}?${query}`;
}
