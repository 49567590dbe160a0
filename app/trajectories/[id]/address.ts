/** The addresses of trajectories; the browse table's query string travels with them. */
import { readSort, SORT_PARAM } from "@/domain/browse";
import { type Pool, poolFromParams, type Sort } from "@/domain/pool";

export type Filter = { pool: Pool; sort: Sort };

export function readFilter(query: string): Filter {
  const params = new URLSearchParams(query);
  return { pool: poolFromParams(params).pool, sort: readSort(params.get(SORT_PARAM)) };
}

export function trajectoryHref(id: number, query: string): string {
  return query === "" ? `/trajectories/${id}` : `/trajectories/${id}?${query}`;
}

export function browseHref(query: string): string {
  return query === "" ? "/trajectories" : `/trajectories?${query}`;
}

/** The page that shows several trajectories; `ids` come first, so that a long filter cannot push them out of sight. */
export function sideBySideHref(ids: readonly number[], query: string): string {
  return `/trajectories/side-by-side?ids=${ids.join(",")}${query === "" ? "" : `&${query}`}`;
}

/** Zero-based step of a fragment like `#step-3`; null for any other. */
export function stepOfHash(hash: string, numSteps: number): number | null {
  const number = Number(/^#step-(\d{1,5})$/.exec(hash)?.[1] ?? Number.NaN);
  return number >= 1 && number <= numSteps ? number - 1 : null;
}
