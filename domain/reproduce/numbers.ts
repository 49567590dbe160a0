/** The estimates that the page of results shows, each computed from the items once. */
import { ARMS, BASE, type Comparison, type Family } from "./arms";
import { type Estimate, estimate } from "./estimate";
import type { Measure, ReproduceItem } from "./items";

export const heldOut = (family: Family) => `lab-${family}-held-out`;
const NAMES = [BASE, ...ARMS.map(({ name }) => name)];

export type Numbers = {
  /** The arms that there are items of, in their order */
  arms: readonly string[];
  items(arm: string, family: Family): readonly ReproduceItem[];
  mean(arm: string, family: Family, measure: Measure): Estimate | null;
  /** On the seeds that both have; null where one was not run, or nothing is counted */
  difference(comparison: Omit<Comparison, "says">): Estimate | null;
};

export function numbersOf(items: readonly ReproduceItem[]): Numbers {
  const known = new Map<string, Estimate | null>();
  const once = (name: string, measure: Measure, compute: () => Estimate | null) => {
    const key = `${name} ${measure}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = compute();
    known.set(key, found);
    return found;
  };
  const own = (arm: string, family: Family) => items.filter((item) => item.arm === arm && item.set === heldOut(family));
  return {
    arms: NAMES.filter((name) => items.some(({ arm }) => arm === name)),
    items: own,
    mean(arm, family, measure) {
      const name = `${arm} ${family}`;
      return once(name, measure, () => estimate(name, measure, own(arm, family)));
    },
    difference({ a, b, on, measure }) {
      const name = `${a} − ${b} ${on}`;
      const [left, right] = withSameSeeds(own(a, on), own(b, on));
      if (left.length === 0 || right.length === 0) return null;
      return once(name, measure, () => estimate(name, measure, left, right));
    },
  };
}

/** Two arms on the seeds that both have; the base has none, and stays as it is. */
function withSameSeeds(a: readonly ReproduceItem[], b: readonly ReproduceItem[]) {
  const isBase = (items: readonly ReproduceItem[]) => items.every(({ seed }) => seed === 0);
  if (isBase(a) || isBase(b)) return [a, b] as const;
  const has = (items: readonly ReproduceItem[]) => new Set(items.map(({ seed }) => seed));
  const [ofA, ofB] = [has(a), has(b)];
  return [a.filter(({ seed }) => ofB.has(seed)), b.filter(({ seed }) => ofA.has(seed))] as const;
}
