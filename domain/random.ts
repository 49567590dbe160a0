/** Seeded chance: the same draws on every machine. */

export type Random = {
  /** In [0, 1) */
  next(): number;
  /** A whole number from `least` to `most`, both included */
  int(least: number, most: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** A pick in which an item of twice the weight comes up twice as often */
  weighted<T>(items: readonly (readonly [item: T, weight: number])[]): T;
  shuffled<T>(items: readonly T[]): T[];
};

/**
 * A stream of its own for every name: what one part draws never moves what another part draws.
 * The generator is mulberry32, seeded with the FNV-1a hash of the name.
 */
export function randomFor(name: string): Random {
  let state = fnv1a(name);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const int = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  const pick = <T>(items: readonly T[]): T => {
    if (items.length === 0) throw new RangeError("nothing to pick from");
    return items[int(0, items.length - 1)] as T;
  };
  return {
    next,
    int,
    pick,
    chance: (probability) => next() < probability,
    weighted: (items) => {
      const total = items.reduce((sum, [, weight]) => sum + weight, 0);
      let left = next() * total;
      for (const [item, weight] of items) {
        left -= weight;
        if (left < 0) return item;
      }
      return pick(items)[0];
    },
    shuffled: (items) => {
      const copy = [...items];
      for (let end = copy.length - 1; end > 0; end--) {
        const other = int(0, end);
        [copy[end], copy[other]] = [copy[other] as (typeof copy)[number], copy[end] as (typeof copy)[number]];
      }
      return copy;
    },
  };
}

export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
