/** A share of a population from a stratified sample without replacement, with its interval. */
import { type Interval, wilson } from "../interval";
import { degreesFactor } from "./student";

export type AuditStratum = {
  key: string;
  /** Units there are: steps, or trajectories */
  population: number;
  /** Units drawn */
  sampled: number;
};

/** A drawn unit that was ruled on: `events` of its `of` items, where the share is of these. */
export type AuditUnit = { stratum: string; events: number; of: number };

export type ShareEstimate = {
  /** null where no unit has an item that the share is of */
  share: number | null;
  /** 95 % */
  interval: Interval | null;
  events: number;
  of: number;
  /** Units with such an item */
  units: number;
  /** Independent observations of a simple sample that would be as precise; null where everything was looked at */
  effectiveSize: number | null;
};

/** How many observations of the sample's overall spread stand beside a stratum's own. */
const PRIOR_OBSERVATIONS = 1;
/** How many events the effective size that weights alone give is worth, beside the one that the spread gives. */
const PRIOR_EVENTS = 2;
/** Items of one unit as observations of a share: 1 would be independent of each other, 2 all the same. */
const ALIKE = 1.5;

/**
 * The ratio estimator R = Σ wₕ y / Σ wₕ x, with y of a unit its `events`, x its `of`, and wₕ = Nₕ / rₕ (Nₕ units, rₕ of
 * them ruled on; those not ruled on count as not drawn: missing at random within a stratum). Its variance is linearised,
 * Σ Nₕ² (1 − rₕ / Nₕ) sₕ² / rₕ / (Σ wₕ x)² with sₕ² that of e = y − R x (Särndal, Swensson and Wretman, Model Assisted
 * Survey Sampling, 1992, section 5.6). A stratum of few units knows little of its own spread, and one that happened to
 * show none would count as certain: each sₕ² is taken together with one observation of the spread Σ e² / (r − 1) of the
 * whole sample. The interval is Wilson's on the effective sample size R (1 − R) / variance, times (z / t)² for the
 * degrees of freedom (Korn and Graubard, Survey Methodology 24, 1998). At a share of 0 or 1 the variance says nothing,
 * and near them little: the effective size is the geometric mean of it, with the weight of the events (of the rarer
 * kind), and Kish's (Σ w x)² / Σ (1 − f) w² x^1.5, with the weight of two. docs/reviews.md says how well it covers.
 */
export function estimateShare(strata: readonly AuditStratum[], units: readonly AuditUnit[]): ShareEstimate {
  const spreads = new Map(strata.map(({ key, population }) => [key, { population, ruled: 0, sum: 0, squares: 0 }]));
  for (const { stratum } of units) spreadOf(spreads, stratum).ruled += 1;
  const weightOf = (unit: AuditUnit) => {
    const { population, ruled } = spreadOf(spreads, unit.stratum);
    return population / ruled;
  };
  let [size, hits, kish] = [0, 0, 0];
  for (const unit of units) {
    const { population, ruled } = spreadOf(spreads, unit.stratum);
    size += weightOf(unit) * unit.of;
    hits += weightOf(unit) * unit.events;
    kish += (1 - ruled / population) * weightOf(unit) ** 2 * unit.of ** ALIKE;
  }
  const inside = units.filter(({ of }) => of > 0);
  const counts = {
    events: units.reduce((sum, { events }) => sum + events, 0),
    of: units.reduce((sum, { of }) => sum + of, 0),
    units: inside.length,
  };
  if (size === 0) return { share: null, interval: null, effectiveSize: null, ...counts };
  const rarer = Math.min(counts.events, counts.of - counts.events);
  const isAtEnd = rarer === 0;
  const share = isAtEnd ? Math.sign(counts.events) : hits / size;

  for (const { stratum, events, of } of units) {
    const spread = spreadOf(spreads, stratum);
    spread.sum += events - share * of;
    spread.squares += (events - share * of) ** 2;
  }
  const seen = [...spreads.values()].filter(({ ruled }) => ruled > 0);
  const overall = seen.reduce((sum, { squares }) => sum + squares, 0) / Math.max(1, units.length - 1);
  let variance = 0;
  for (const { population, ruled, sum, squares } of seen) {
    const own = squares - sum ** 2 / ruled;
    const spread = (own + PRIOR_OBSERVATIONS * overall) / (ruled - 1 + PRIOR_OBSERVATIONS);
    variance += (population * (population - ruled) * spread) / ruled;
  }
  // Nothing was left out: the share is known.
  if (kish === 0) return { share, interval: { low: share, high: share }, effectiveSize: null, ...counts };
  const bySpread = isAtEnd ? 1 : (share * (1 - share) * size ** 2) / variance;
  const trust = rarer / (rarer + PRIOR_EVENTS);
  const mixed = bySpread ** trust * (size ** 2 / kish) ** (1 - trust);
  const effectiveSize = mixed * degreesFactor(inside.length - seen.length);
  return { share, interval: wilson(share * effectiveSize, effectiveSize), effectiveSize, ...counts };
}

type Spread = { population: number; ruled: number; sum: number; squares: number };

function spreadOf(spreads: ReadonlyMap<string, Spread>, key: string): Spread {
  const spread = spreads.get(key);
  if (!spread) throw new RangeError(`no stratum ${key}`);
  return spread;
}
