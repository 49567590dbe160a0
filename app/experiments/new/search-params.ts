/** What a new experiment begins with, as its query string: a pool with its judging and labelling run, or a clone. */
import { type Pool, poolToParams } from "@/domain/pool";

export function newExperimentHref(pool: Pool): string {
  const query = poolToParams(pool).toString();
  return query === "" ? "/experiments/new" : `/experiments/new?${query}`;
}

export const cloneHref = (id: number) => `/experiments/new?clone=${id}`;
