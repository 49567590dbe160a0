/** How many items of each stratum a sample takes. */

/**
 * `size` items over strata of these sizes: in proportion, yet two of each stratum where that is possible, else one. Of
 * a population that is no larger than `size`, everything. Null where `size` is smaller than the number of strata.
 */
export function allocate(strata: readonly number[], size: number): number[] | null {
  const total = sum(strata);
  if (size >= total) return [...strata];
  const floor = [2, 1].find((least) => sum(strata.map((count) => Math.min(count, least))) <= size);
  if (floor === undefined) return null;
  const counts = strata.map((count) => Math.min(count, floor));
  // What is due to the others shrinks with each stratum that has more than its share: settled once none joins them.
  let free = strata.map((_, index) => index);
  for (;;) {
    const isFree = new Set(free);
    const left = size - sum(counts.filter((_, index) => !isFree.has(index)));
    const rest = sum(free.map((index) => strata[index] ?? 0));
    const due = (index: number) => (left * (strata[index] ?? 0)) / rest;
    const next = free.filter((index) => due(index) > (counts[index] ?? 0));
    if (next.length < free.length) {
      free = next;
      continue;
    }
    for (const index of free) counts[index] = Math.floor(due(index));
    const byRemainder = [...free].sort((a, b) => (due(b) % 1) - (due(a) % 1) || a - b);
    const missing = size - sum(counts);
    for (const index of byRemainder.slice(0, missing)) counts[index] = (counts[index] ?? 0) + 1;
    return counts;
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
