/** What the rulings of several people on one step come to. */
import type { Rating } from "../verdict";

/** null is "unsure" */
export type Given = Rating | null;

/**
 * `agreed`: as many as were wanted ruled, and all the same. `split`: two differ, unsure being a difference. `open`:
 * fewer than were wanted ruled so far, and they agree.
 */
export type Standing = "agreed" | "split" | "open";

export function standingOf(given: readonly Given[], wanted: number): Standing {
  if (new Set(given).size > 1) return "split";
  return given.length >= wanted && given.length > 0 ? "agreed" : "open";
}

/** What stands by itself: the rating that all give. Nobody can agree on being unsure. */
export function agreedRating(given: readonly Given[], wanted: number): Rating | null {
  return standingOf(given, wanted) === "agreed" ? (given[0] ?? null) : null;
}

/** Whether a person says something else than a judge, which has to have said something. */
export const isAgainst = (given: readonly Given[], judge: Given | undefined): boolean =>
  judge !== undefined && judge !== null && given.some((rating) => rating !== null && rating !== judge);
