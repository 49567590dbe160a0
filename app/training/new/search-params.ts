/** What a launch begins with, as its query string: a pool, the mode that filters it, or the run that is cloned. */
import { FilterMode } from "@/domain/filter";
import { type Pool, poolToParams } from "@/domain/pool";

/** Not the pool's own mode, which says what the pool is made of. */
const KEPT_BY = "keep";

export function launchHref(pool: Pool, mode: FilterMode): string {
  const params = poolToParams(pool);
  params.set(KEPT_BY, mode);
  return `/training/new?${params}`;
}

/** The paper's best mode unless the address says otherwise. */
export function modeOf(params: URLSearchParams): FilterMode {
  return FilterMode.catch("process").parse(params.get(KEPT_BY));
}
