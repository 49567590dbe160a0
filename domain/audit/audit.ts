/** What a filter lets through and throws away, estimated from the rulings of a sample. */
import { type AuditStratum, type AuditUnit, estimateShare, type ShareEstimate } from "./estimate";

/** A step of a drawn unit, or a drawn trajectory as a whole. */
export type AuditItem = {
  stratum: string;
  /** The drawn unit it belongs to: itself, or its trajectory where trajectories were drawn */
  unit: number;
  /** Kept by the filter */
  kept: boolean;
  /** null: not ruled on, or unsure */
  isUnreasonable: boolean | null;
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
  /** Strata that nothing was ruled on in, and their units: the shares say nothing of them */
  unseenStrata: number;
  unseenPopulation: number;
};

/** Neutral is reasonable. */
export function auditFilter(strata: readonly AuditStratum[], items: readonly AuditItem[]): FilterAudit {
  const share = (isPart: (item: AuditItem) => boolean, isEvent: (item: AuditItem) => boolean) => ({
    ...estimateShare(strata, unitsOf(items, isPart, isEvent)),
    unruled: items.filter((item) => item.isUnreasonable === null && isPart(item)).length,
  });
  return {
    keptUnreasonable: share(
      ({ kept }) => kept,
      ({ isUnreasonable }) => isUnreasonable === true,
    ),
    thrownReasonable: share(
      ({ kept }) => !kept,
      ({ isUnreasonable }) => isUnreasonable === false,
    ),
    // What was not ruled on may be reasonable.
    reasonableThrown: share(
      ({ isUnreasonable }) => isUnreasonable !== true,
      ({ kept }) => !kept,
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
    return { stratum: own[0].stratum, unit, kept, isUnreasonable };
  });
}

function unitsOf(
  items: readonly AuditItem[],
  isPart: (item: AuditItem) => boolean,
  isEvent: (item: AuditItem) => boolean,
): AuditUnit[] {
  const units = new Map<number, AuditUnit>();
  for (const item of items) {
    if (item.isUnreasonable === null) continue;
    const unit = units.get(item.unit) ?? { stratum: item.stratum, events: 0, of: 0 };
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
    unseenStrata: unseen.length,
    unseenPopulation: unseen.reduce((sum, { population }) => sum + population, 0),
  };
}
