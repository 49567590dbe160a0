/** What a filter lets through and throws away, estimated from the rulings of a sample. */
import type { PoolTable } from "../filtering/pool-table";
import { type AuditStratum, type AuditUnit, estimateShare, type ShareEstimate } from "./estimate";
import { blockOf, unseenItems } from "./unseen";

/** A step of a drawn unit, or a drawn trajectory as a whole. */
export type AuditItem = {
  stratum: string;
  /** The drawn unit it belongs to: itself, or its trajectory where trajectories were drawn */
  unit: number;
  /** Kept by the filter */
  kept: boolean;
  /** null: not ruled on, or unsure */
  isUnreasonable: boolean | null;
  /** Items of a block, such as the steps of a trajectory, are offered one after the other; its unit if not given */
  block?: number;
  /** Nobody looked at it yet. A block with such an item counts as not ruled on at all */
  isOpen?: boolean;
};

export type AuditedShare = ShareEstimate & {
  /** Items that would be part of it, as far as is known, but were not ruled on, or unsure; they are not in the share */
  unruled: number;
};

export type FilterAudit = {
  /** Of what is kept: unreasonable */
  keptUnreasonable: AuditedShare;
  /** Of what is thrown away: reasonable */
  thrownReasonable: AuditedShare;
  /** Of what is reasonable: thrown away */
  reasonableThrown: AuditedShare;
  response: Response;
};

export type Response = {
  sampled: number;
  /** Drawn units with a ruling on at least one item */
  ruled: number;
  /** Drawn units that nobody looked at, or whose block is not done: the shares are provisional */
  open: number;
  /** Strata that nothing was ruled on in, and their units: intervals reach to what they could hold */
  unseenStrata: number;
  unseenPopulation: number;
};

/** Of every unit of a pool: how many items it has that are kept, that are thrown away, and in all. */
export type FilterSizes = { kept: Int32Array; thrown: Int32Array; all: Int32Array };

export function poolSizesOf({ size, offset }: Pick<PoolTable, "size" | "offset">, kept: Uint8Array): FilterSizes {
  const all = Int32Array.from({ length: size }, (_, row) => (offset[row + 1] ?? 0) - (offset[row] ?? 0));
  const keptOf = all.map((_, row) => kept.subarray(offset[row], offset[row + 1]).reduce((sum, one) => sum + one, 0));
  return { kept: keptOf, thrown: all.map((count, row) => count - (keptOf[row] ?? 0)), all };
}

/**
 * Neutral is reasonable. A sample of whole trajectories whose steps are audited wants the sizes of all trajectories of
 * the pool: intervals then allow for longer ones than were ruled on.
 */
export function auditFilter(
  strata: readonly AuditStratum[],
  given: readonly AuditItem[],
  sizes?: FilterSizes,
): FilterAudit {
  const { items, answered } = closedBlocks(given);
  const share = (
    mayBePart: (item: AuditItem) => boolean,
    isPart: (item: AuditItem) => boolean,
    isEvent: (item: AuditItem) => boolean,
    inPool: Int32Array | undefined,
  ) => ({
    ...estimateShare(strata, unitsOf(items, isPart, isEvent), {
      unseen: unseenItems(strata, items, mayBePart, inPool),
      answered,
    }),
    unruled: items.filter((item) => item.isUnreasonable === null && mayBePart(item)).length,
  });
  return {
    keptUnreasonable: share(
      ({ kept }) => kept,
      ({ kept }) => kept,
      ({ isUnreasonable }) => isUnreasonable === true,
      sizes?.kept,
    ),
    thrownReasonable: share(
      ({ kept }) => !kept,
      ({ kept }) => !kept,
      ({ isUnreasonable }) => isUnreasonable === false,
      sizes?.thrown,
    ),
    // What was not ruled on may be reasonable.
    reasonableThrown: share(
      () => true,
      ({ isUnreasonable }) => isUnreasonable !== true,
      ({ kept }) => !kept,
      sizes?.all,
    ),
    response: responseOf(strata, items),
  };
}

/**
 * Trajectories as items, from their steps: kept where a step is, and unreasonable where a kept step is (of those that
 * are not kept: any step). One without such a step is reasonable only where all of these were ruled on.
 */
export function trajectoriesOf(steps: readonly AuditItem[]): AuditItem[] {
  const byUnit = new Map<number, [AuditItem, ...AuditItem[]]>();
  for (const step of steps) {
    const own = byUnit.get(step.unit);
    if (own) own.push(step);
    else byUnit.set(step.unit, [step]);
  }
  return [...byUnit].map(([unit, own]) => {
    const kept = own.some((step) => step.kept);
    const looked = kept ? own.filter((step) => step.kept) : own;
    const isUnreasonable = looked.some((step) => step.isUnreasonable === true)
      ? true
      : looked.some((step) => step.isUnreasonable === null)
        ? null
        : false;
    const isOpen = own.some((step) => step.isOpen);
    return { stratum: own[0].stratum, unit, kept, isUnreasonable, isOpen };
  });
}

/** A block that is begun but not done would stand for its earlier steps. */
function closedBlocks(items: readonly AuditItem[]): { items: readonly AuditItem[]; answered: number } {
  const blocks = new Set(items.map(blockOf));
  const open = new Set(items.filter(({ isOpen }) => isOpen).map(blockOf));
  if (open.size === 0) return { items, answered: 1 };
  return {
    items: items.map((item) => (open.has(blockOf(item)) ? { ...item, isUnreasonable: null, isOpen: true } : item)),
    answered: 1 - open.size / blocks.size,
  };
}

function unitsOf(
  items: readonly AuditItem[],
  isPart: (item: AuditItem) => boolean,
  isEvent: (item: AuditItem) => boolean,
): AuditUnit[] {
  const units = new Map<number, AuditUnit>();
  for (const item of items) {
    if (item.isUnreasonable === null) continue;
    const unit = units.get(item.unit) ?? { stratum: item.stratum, events: 0, of: 0, block: blockOf(item) };
    units.set(item.unit, unit);
    if (!isPart(item)) continue;
    unit.of += 1;
    if (isEvent(item)) unit.events += 1;
  }
  return [...units.values()];
}

function responseOf(strata: readonly AuditStratum[], items: readonly AuditItem[]): Response {
  const ruled = items.filter(({ isUnreasonable }) => isUnreasonable !== null);
  const seen = new Set(ruled.map(({ stratum }) => stratum));
  const unseen = strata.filter(({ key, population }) => population > 0 && !seen.has(key));
  return {
    sampled: strata.reduce((sum, { sampled }) => sum + sampled, 0),
    ruled: new Set(ruled.map(({ unit }) => unit)).size,
    open: new Set(items.filter(({ isOpen }) => isOpen).map(({ unit }) => unit)).size,
    unseenStrata: unseen.length,
    unseenPopulation: unseen.reduce((sum, { population }) => sum + population, 0),
  };
}
