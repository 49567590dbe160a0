/** The addresses of reviews. */
import { type Pool, poolToParams } from "@/domain/pool";

/** Where a sample of a pool is asked for. */
export function newReviewHref(pool: Pool): string {
  const query = poolToParams(pool).toString();
  return query === "" ? "/reviews/new" : `/reviews/new?${query}`;
}

export const reviewingHref = (id: number, person: string | null): string =>
  person === null ? `/reviews/${id}/review` : `/reviews/${id}/review?person=${encodeURIComponent(person)}`;

/** How far two judging runs agree. */
export const agreementHref = (a: number, b: number): string => `/judging/agreement?a=${a}&b=${b}`;
