/** Which two training sets are compared, as a query string. */

export const compareHref = (first: number | null, second: number | null): string => {
  const params = new URLSearchParams();
  if (first !== null) params.set("first", String(first));
  if (second !== null) params.set("second", String(second));
  return params.size === 0 ? "/training-sets/compare" : `/training-sets/compare?${params}`;
};

type Offered = { id: number; name: string; version: number };

/**
 * The two to compare where the address leaves one or both open, the earlier first: versions of one name, the newest two
 * of the newest, or else the newest two sets. `sets`: the frozen ones, the newest first.
 */
export function pairOf<Set extends Offered>(
  sets: readonly Set[],
  given: { first: Set | null; second: Set | null },
): { first: Set | null; second: Set | null } {
  const { first, second } = given;
  if (first && second) return given;
  if (first) return { first, second: besideOf(sets, first) };
  if (second) return { first: besideOf(sets, second), second };
  const newest = sets.find((set) => versionsBeside(sets, set).length > 0) ?? sets[0];
  if (!newest) return given;
  return { first: besideOf(sets, newest), second: newest };
}

/** The version before it, or after where it is the first; of a set without others the newest of another name. */
function besideOf<Set extends Offered>(sets: readonly Set[], set: Set): Set | null {
  const versions = versionsBeside(sets, set).toSorted((a, b) => b.version - a.version);
  const before = versions.find(({ version }) => version < set.version);
  return before ?? versions.at(-1) ?? sets.find(({ id }) => id !== set.id) ?? null;
}

const versionsBeside = <Set extends Offered>(sets: readonly Set[], { id, name }: Offered): Set[] =>
  sets.filter((other) => other.id !== id && other.name.toLowerCase() === name.toLowerCase());
