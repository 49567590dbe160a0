/**
 * What a launch begins with, as its query string: a pool and the mode that filters it, a training set, or the run that
 * is cloned.
 */
import { FilterMode } from "@/domain/filter";
import { type Pool, poolToParams } from "@/domain/pool";

/** Not the pool's own mode, which says what the pool is made of. */
const KEPT_BY = "keep";

export function launchHref(pool: Pool, mode: FilterMode): string {
  const params = poolToParams(pool);
  params.set(KEPT_BY, mode);
  return `/training/new?${params}`;
}

export const TRAINING_SET = "training-set";
export const launchOnSetHref = (id: number) => `/training/new?${TRAINING_SET}=${id}`;

/** The paper's best mode unless the address says otherwise. */
export function modeOf(params: URLSearchParams): FilterMode {
  return FilterMode.catch("process").parse(params.get(KEPT_BY));
}
