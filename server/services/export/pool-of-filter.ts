import { judgesOf } from "@/domain/experiment";
import type { Filter } from "@/domain/filtering/filter";
import { hasConditions, type Pool } from "@/domain/pool";

/** A pool without conditions of its own is what the filter's first judging run was made on, as for a filter mode. */
export function poolOfFilter(pool: Pool, filter: Filter): Pool {
  const [judge] = judgesOf(filter);
  return hasConditions(pool) || judge === undefined ? pool : { ...pool, scope: judge };
}
