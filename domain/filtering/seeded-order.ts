/** A random order that a seed fixes: the first n of it are a sample, and part of the first m for every larger m. */

/**
 * A number in [0, 1) drawn by the seed for 64 bits of content: the finaliser of MurmurHash3 (A. Appleby, public domain),
 * once for each 32 bits of result. Equal content gets equal numbers.
 */
export function drawFor(seed: number, low: number, high: number): number {
  const first = mix(mix(seed ^ 0x9e3779b9) ^ mix(low ^ 0x85ebca6b) ^ Math.imul(high, 0xc2b2ae35));
  const second = mix(first ^ mix(high ^ 0x27d4eb2f) ^ Math.imul(low, 0x165667b1));
  return ((first >>> 5) * 0x4000000 + (second >>> 6)) / 2 ** 53;
}

function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The `count` of `items` that stand first in the order of `drawOf`; of equal draws the earlier item. In their given order. */
export function firstDrawn(items: readonly number[], count: number, drawOf: (item: number) => number): number[] {
  if (items.length <= count) return [...items];
  const drawn = items.map((item, index) => ({ item, index, draw: drawOf(item) }));
  drawn.sort((a, b) => a.draw - b.draw || a.index - b.index);
  return drawn
    .slice(0, count)
    .sort((a, b) => a.index - b.index)
    .map(({ item }) => item);
}
