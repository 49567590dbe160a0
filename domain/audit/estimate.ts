/** A share of a population from a stratified sample without replacement, with its interval. */
import { type Interval, wilson } from "../interval";
import { degreesFactor } from "../student";

export type AuditStratum = {
  key: string;
  /** Units there are: steps, or trajectories */
  population: number;
  /** Units drawn */
  sampled: number;
};

/** A drawn unit that was ruled on: `events` of its `of` items, where the share is of these. */
export type AuditUnit = {
  stratum: string;
  events: number;
  of: number;
  /** Units of a block are ruled on together, or none of them is: alone where it is not given */
  block?: number;
};

/** What is known beside the rulings. */
export type Known = {
  /** Items that strata nothing was ruled on in may hold */
  unseen?: number;
  /** Share of the drawn blocks that were ruled on */
  answered?: number;
};

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
/** A variance below this part of the squared size is rounding: every unit has the same share. */
const NO_SPREAD = 1e-12;

/**
 * The ratio estimator R = Σ wₕ y / Σ wₕ x, with y of a unit its `events`, x its `of`, and wₕ = Nₕ / rₕ (Nₕ units, rₕ of
 * them ruled on; those not ruled on count as not drawn: missing at random within a stratum). Its variance is linearised,
 * Σ Nₕ² (1 − rₕ / Nₕ) sₕ² / rₕ / (Σ wₕ x)² with sₕ² that of e = y − R x (Särndal, Swensson and Wretman, Model Assisted
 * Survey Sampling, 1992, section 5.6). A stratum of few units knows little of its own spread, and one that happened to
 * show none would count as certain: each sₕ² is taken together with one observation of what the whole sample's
 * Σ e² / Σ x^1.5 makes of the stratum's mean x^1.5. While a part 1 − a of the drawn blocks is not ruled on, blocks are a
 * second phase of sampling, whose variance has (1 − a) Σ wᵢ eᵢ wⱼ eⱼ of all pairs of a block beside (ibid., section 9.3).
 *
 * The interval is Wilson's on the effective sample size R (1 − R) / variance, times (z / t)² for the degrees of freedom
 * (Korn and Graubard, Survey Methodology 24, 1998): units less strata, of those with an item the share is of. At a share
 * of 0 or 1 and where all units have one and the same the variance says nothing, and near them little: the effective size
 * is the geometric mean of it, with the weight of the events (of the rarer kind), and Kish's
 * (Σ w x)² / Σ (1 − f) w² x^1.5, with the weight of two. Then it is widened by what `unseen` items can hold: none or all
 * of them are events. docs/reviews.md says how well it covers.
 */
export function estimateShare(
  strata: readonly AuditStratum[],
  units: readonly AuditUnit[],
  { unseen = 0, answered = 1 }: Known = {},
): ShareEstimate {
  const tallies = tallyStrata(strata, units);
  const inside = units.filter(({ of }) => of > 0);
  const counts = { events: sum(units, ({ events }) => events), of: sum(units, ({ of }) => of), units: inside.length };
  const weightOf = ({ stratum }: AuditUnit) => weightIn(tallyOf(tallies, stratum));
  const size = sum(units, (unit) => weightOf(unit) * unit.of);
  if (size === 0) return { share: null, interval: null, effectiveSize: null, ...counts };
  const rarer = Math.min(counts.events, counts.of - counts.events);
  const isAtEnd = rarer === 0;
  const share = isAtEnd ? Math.sign(counts.events) : sum(units, (unit) => weightOf(unit) * unit.events) / size;
  const there = [...tallies.values()].filter(({ population }) => population > 0);
  // Nothing was left out: the share is known.
  if (there.every(({ population, ruled }) => ruled === population))
    return { share, interval: { low: share, high: share }, effectiveSize: null, ...counts };

  const seen = there.filter(({ ruled }) => ruled > 0);
  const rests = units.map(({ events, of }) => events - share * of);
  const variance =
    varianceOfStrata(seen, tallies, units, rests) +
    (1 - answered) *
      pairsOfBlocks(
        units,
        rests.map((rest, index) => rest * weightOf(units[index] as AuditUnit)),
      );
  const byWeights = size ** 2 / kishSum(seen, inside);
  const isFlat = isAtEnd || variance <= NO_SPREAD * size ** 2;
  const bySpread = isFlat ? byWeights : (share * (1 - share) * size ** 2) / variance;
  const trust = rarer / (rarer + PRIOR_EVENTS);
  const degrees = inside.length - new Set(inside.map(({ stratum }) => stratum)).size;
  const effectiveSize = bySpread ** trust * byWeights ** (1 - trust) * degreesFactor(degrees);
  return {
    share,
    interval: reaching(wilson(share * effectiveSize, effectiveSize), size, unseen),
    effectiveSize,
    ...counts,
  };
}

function reaching(interval: Interval | null, size: number, unseen: number): Interval | null {
  return (
    interval && {
      low: (interval.low * size) / (size + unseen),
      high: Math.min(1, (interval.high * size + unseen) / (size + unseen)),
    }
  );
}

type Tally = {
  population: number;
  ruled: number;
  /** Of them with an item the share is of */
  inside: number;
  /** Σ x^ALIKE */
  alike: number;
};

function tallyStrata(strata: readonly AuditStratum[], units: readonly AuditUnit[]): Map<string, Tally> {
  const tallies = new Map(
    strata.map(({ key, population }): [string, Tally] => [key, { population, ruled: 0, inside: 0, alike: 0 }]),
  );
  for (const { stratum, of } of units) {
    const tally = tallyOf(tallies, stratum);
    tally.ruled += 1;
    if (of > 0) tally.inside += 1;
    tally.alike += of ** ALIKE;
  }
  return tallies;
}

function tallyOf(tallies: ReadonlyMap<string, Tally>, key: string): Tally {
  const tally = tallies.get(key);
  if (!tally) throw new RangeError(`no stratum ${key}`);
  return tally;
}

const weightIn = ({ population, ruled }: Tally) => population / ruled;

/** Σ Nₕ² (1 − rₕ / Nₕ) sₕ² / rₕ */
function varianceOfStrata(
  seen: readonly Tally[],
  tallies: ReadonlyMap<string, Tally>,
  units: readonly AuditUnit[],
  rests: readonly number[],
): number {
  const own = new Map(seen.map((tally) => [tally, { sum: 0, squares: 0 }]));
  for (const [index, { stratum }] of units.entries()) {
    const spread = own.get(tallyOf(tallies, stratum));
    const rest = rests[index] ?? 0;
    if (!spread) continue;
    spread.sum += rest;
    spread.squares += rest ** 2;
  }
  const squares = sum(rests, (rest) => rest ** 2);
  const alike = sum(seen, (tally) => tally.alike);
  const rate = (squares / alike) * (units.length / Math.max(1, units.length - 1));
  let variance = 0;
  for (const [tally, spread] of own) {
    const { population, ruled } = tally;
    // The stratum's mean x^1.5, with one observation of the whole sample's
    const prior = (rate * (tally.alike + alike / units.length)) / (ruled + 1);
    const within = spread.squares - spread.sum ** 2 / ruled;
    const spreadOf = (within + PRIOR_OBSERVATIONS * prior) / (ruled - 1 + PRIOR_OBSERVATIONS);
    variance += (population * (population - ruled) * spreadOf) / ruled;
  }
  return variance;
}

/** Σ over all pairs of units of one block, both ways; no less than nothing. */
function pairsOfBlocks(units: readonly AuditUnit[], weighted: readonly number[]): number {
  const sums = new Map<number, number>();
  let pairs = 0;
  for (const [index, { block }] of units.entries()) {
    if (block === undefined) continue;
    const rest = weighted[index] ?? 0;
    const before = sums.get(block) ?? 0;
    pairs += 2 * before * rest;
    sums.set(block, before + rest);
  }
  return Math.max(0, pairs);
}

/**
 * Σ (1 − f) w² x^1.5. Where units with an item are of strata that are ruled on to the last only, others may still have
 * some: 1 of r + 2 units, by Laplace's rule of succession, for r that had none.
 */
function kishSum(seen: readonly Tally[], inside: readonly AuditUnit[]): number {
  const factor = (tally: Tally) => (1 - tally.ruled / tally.population) * weightIn(tally) ** 2;
  const found = sum(seen, (tally) => factor(tally) * tally.alike);
  if (found > 0) return found;
  const typical = sum(inside, ({ of }) => of ** ALIKE) / inside.length;
  return sum(seen, (tally) => (factor(tally) * typical) / (tally.ruled + 2));
}

const sum = <Item>(items: readonly Item[], of: (item: Item) => number): number =>
  items.reduce((total, item) => total + of(item), 0);
