/** How many items of a share may lie where the rulings say nothing. */
import type { AuditItem } from "./audit";
import type { AuditStratum } from "./estimate";

/**
 * Items of strata without a ruling, as many a unit as were drawn there, else as anywhere; and of units (of a partly
 * reviewed sample of steps: blocks) with more items than the largest that was ruled on. A variance that was estimated
 * from smaller ones does not reach as far as those: one trajectory of 30 steps among others of 3 moves a share by more
 * than it allows for. `sizes` has the items of every unit of the pool; `mayBePart`
 * says what is one of the share's items as far as is known without a ruling.
 */
export function unseenItems(
  strata: readonly AuditStratum[],
  items: readonly AuditItem[],
  mayBePart: (item: AuditItem) => boolean,
  sizes?: Int32Array,
): number {
  const byStratum = tally(items, ({ stratum }) => stratum, mayBePart);
  const weight = new Map<string, number>();
  let unseen = 0;
  for (const { key, population } of strata) {
    const own = byStratum.get(key);
    weight.set(key, population / Math.max(1, own?.units.size ?? 0));
    if (!own?.isSeen) unseen += population * (own ? own.part / own.units.size : meanOf(byStratum));
  }
  const blocks = [...tally(items, blockOf, mayBePart).values()];
  const largest = Math.max(0, ...blocks.flatMap(({ isSeen, part }) => (isSeen ? part : [])));
  if (sizes) return sizes.reduce((sum, size) => sum + (size > largest ? size : 0), unseen);
  for (const { isSeen, part, ofStratum } of blocks)
    if (!isSeen && part > largest)
      for (const [key, count] of ofStratum) if (byStratum.get(key)?.isSeen) unseen += count * (weight.get(key) ?? 0);
  return unseen;
}

/** The items that are ruled on one after the other. */
export const blockOf = ({ block, unit }: AuditItem): number => block ?? unit;

type Tally = { units: Set<number>; part: number; isSeen: boolean; ofStratum: Map<string, number> };

function tally<Key>(
  items: readonly AuditItem[],
  keyOf: (item: AuditItem) => Key,
  mayBePart: (item: AuditItem) => boolean,
): Map<Key, Tally> {
  const found = new Map<Key, Tally>();
  for (const item of items) {
    const key = keyOf(item);
    const own = found.get(key) ?? { units: new Set(), part: 0, isSeen: false, ofStratum: new Map() };
    found.set(key, own);
    own.units.add(item.unit);
    if (item.isUnreasonable !== null) own.isSeen = true;
    if (!mayBePart(item)) continue;
    own.part += 1;
    own.ofStratum.set(item.stratum, (own.ofStratum.get(item.stratum) ?? 0) + 1);
  }
  return found;
}

function meanOf(byStratum: ReadonlyMap<string, Tally>): number {
  let [part, units] = [0, 0];
  for (const own of byStratum.values()) {
    part += own.part;
    units += own.units.size;
  }
  return part / Math.max(1, units);
}
