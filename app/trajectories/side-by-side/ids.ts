/** Reads the trajectories of a side-by-side address: `ids=3,17,4`, or the parameter repeated. What is no id is left out. */
export function readIds(given: string | string[] | undefined): number[] {
  const words = [given ?? []].flat().flatMap((part) => part.split(","));
  const ids = words.map((word) => word.trim()).filter((word) => /^\d{1,9}$/.test(word) && Number(word) > 0);
  return [...new Set(ids.map(Number))];
}
