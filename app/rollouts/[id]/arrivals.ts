/** Trajectories as they come in: the newest page read again and again, joined with what was read before. */
import type { BrowseRow, Page } from "@/domain/browse";

export type Arrivals = {
  rows: readonly BrowseRow[];
  /** Where the rows after the last one begin; null at the end */
  next: string | null;
};

/**
 * Joins what is known with the newest page. Where nothing of it is known, more came than a page holds: the list begins
 * afresh, and what is between is read when somebody scrolls there.
 */
export function joinNewest(known: Arrivals, newest: Page): Arrivals {
  const ids = new Set(newest.rows.map((row) => row.id));
  const meets = newest.next === null || known.rows.some((row) => ids.has(row.id));
  if (!meets || known.rows.length === 0) return { rows: newest.rows, next: newest.next };
  return { rows: [...newest.rows, ...known.rows.filter((row) => !ids.has(row.id))], next: known.next };
}

/** Joins the page that follows. */
export function joinOlder(known: Arrivals, older: Page): Arrivals {
  const ids = new Set(known.rows.map((row) => row.id));
  return { rows: [...known.rows, ...older.rows.filter((row) => !ids.has(row.id))], next: older.next };
}

/** How many rows of `now` are not shown yet. */
export function countNew(shown: Arrivals, now: Arrivals): number {
  const ids = new Set(shown.rows.map((row) => row.id));
  return now.rows.filter((row) => !ids.has(row.id)).length;
}
