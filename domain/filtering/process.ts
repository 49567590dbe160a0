/** The process rule: what the judges' rulings on each step, and on a whole trajectory, add up to. */
import { type ProcessLabel, Rating } from "../verdict";
import { type Join, type ProcessRule, readsScores } from "./filter";
import { type JudgeColumn, NO_SCORE, NO_VERDICT, type PoolTable } from "./pool-table";

/** The judges of a rule over one table, in the rule's order, and the person whose rulings stand before theirs. */
export type Judges = { readonly judges: readonly JudgeColumn[]; readonly override: JudgeColumn | null };

/** What a rule makes of one step: reasonable, unreasonable, or nothing to go by. */
export type Ruling = 1 | -1 | 0;

/** Divides by any number of judges up to nine without a remainder, so that means stay whole. */
const UNIT = 2520;
/** What a person's ruling counts where scores decide: 0, 50 or 100 points. */
const POINTS_OF_RATING = (rating: number) => (rating + 1) * 50;

/** The judges' ruling on step `at` of the table. */
export function rulingOn(at: number, { judges, override }: Judges, rule: ProcessRule): Ruling {
  const own = override?.rating[at] ?? NO_VERDICT;
  if (own !== NO_VERDICT) return signOf(own, rule);
  let reasonable = 0;
  let unreasonable = 0;
  for (const { rating } of judges) {
    const given = rating[at] ?? NO_VERDICT;
    if (given === NO_VERDICT) continue;
    if (signOf(given, rule) > 0) reasonable += 1;
    else unreasonable += 1;
  }
  return JOINED[rule.join](reasonable, unreasonable, judges.length);
}

const signOf = (rating: number, rule: ProcessRule): 1 | -1 =>
  rating > 0 || (rating === 0 && rule.neutralIsReasonable) ? 1 : -1;

const JOINED: Record<Join, (reasonable: number, unreasonable: number, judges: number) => Ruling> = {
  any: (reasonable, unreasonable) => (reasonable > 0 ? 1 : unreasonable > 0 ? -1 : 0),
  majority: (reasonable, unreasonable) => Math.sign(reasonable - unreasonable) as Ruling,
  all: (reasonable, unreasonable, judges) => (unreasonable > 0 ? -1 : reasonable > 0 && reasonable === judges ? 1 : 0),
};

/**
 * The judges' ruling on step `at` as one verdict: the person's, the only judge's (which may be neutral), else what they
 * add up to; null for none.
 */
export function jointRating(at: number, judges: Judges, rule: ProcessRule): Rating | null {
  const [only] = judges.judges;
  const own = judges.override?.rating[at] ?? NO_VERDICT;
  const given = own === NO_VERDICT && judges.judges.length === 1 ? (only?.rating[at] ?? NO_VERDICT) : own;
  if (given !== NO_VERDICT) return Rating.parse(given);
  const ruling = judges.judges.length > 1 ? rulingOn(at, judges, rule) : 0;
  return ruling === 0 ? null : ruling;
}

/** The mean of the judges' scores of step `at` in whole points, unless a person ruled on it; null where there is none. */
export function jointScore(at: number, { judges, override }: Judges): number | null {
  if ((override?.rating[at] ?? NO_VERDICT) !== NO_VERDICT) return null;
  const mean = scoreOf(at, { judges, override: null });
  return mean === NO_SCORE ? null : Math.round(mean / UNIT);
}

/** The mean of the judges' scores of step `at`, in points times UNIT; NO_SCORE where none gave one. */
function scoreOf(at: number, { judges, override }: Judges): number {
  const own = override?.rating[at] ?? NO_VERDICT;
  if (own !== NO_VERDICT) return POINTS_OF_RATING(own) * UNIT;
  let sum = 0;
  let count = 0;
  for (const { score } of judges) {
    const given = score?.[at] ?? NO_SCORE;
    if (given === NO_SCORE) continue;
    sum += given;
    count += 1;
  }
  return count === 0 ? NO_SCORE : (sum * UNIT) / count;
}

export type ProcessOf = {
  label: ProcessLabel;
  /** Steps before the first that is not reasonable by itself */
  prefix: number;
};

/** Label and reasonable prefix of the trajectory in row `row`. One without steps is unjudged. */
export function processOf(row: number, table: PoolTable, judges: Judges, rule: ProcessRule): ProcessOf {
  const from = table.offset[row] ?? 0;
  const to = table.offset[row + 1] ?? from;
  return readsScores(rule) ? byScores(from, to, judges, rule) : byRulings(from, to, judges, rule);
}

function byRulings(from: number, to: number, judges: Judges, rule: ProcessRule): ProcessOf {
  let reasonable = 0;
  let missing = 0;
  let prefix: number | null = null;
  for (let at = from; at < to; at += 1) {
    const ruling = rulingOn(at, judges, rule);
    if (ruling > 0) reasonable += 1;
    if (ruling === 0) missing += 1;
    if (prefix === null && !(ruling > 0 || (ruling === 0 && passes(rule)))) prefix = at - from;
  }
  const bounds = boundsOf(reasonable, missing, to - from, 1, rule);
  const least = rule.aggregation.kind === "share" ? rule.aggregation.least : 100;
  return { label: labelOf(bounds, (count, steps) => count * 100 >= least * steps), prefix: prefix ?? to - from };
}

function byScores(from: number, to: number, judges: Judges, rule: ProcessRule): ProcessOf {
  const least = "least" in rule.aggregation ? rule.aggregation.least * UNIT : 0;
  let sum = 0;
  let low = 0;
  let missing = 0;
  let prefix: number | null = null;
  for (let at = from; at < to; at += 1) {
    const score = scoreOf(at, judges);
    const isMissing = score === NO_SCORE;
    if (isMissing) missing += 1;
    else {
      sum += score;
      if (score < least) low += 1;
    }
    if (prefix === null && !(isMissing ? passes(rule) : score >= least)) prefix = at - from;
  }
  const steps = to - from;
  const label =
    rule.aggregation.kind === "minimum-score"
      ? labelOf(boundsOf(steps - low - missing, missing, steps, 1, rule), (count, of) => count === of)
      : labelOf(boundsOf(sum, missing, steps, 100 * UNIT, rule), (total, of) => total >= least * of);
  return { label, prefix: prefix ?? steps };
}

/** Whether a step that nothing is known of ends a reasonable prefix. */
const passes = ({ missing }: ProcessRule) => missing === "reasonable" || missing === "left-out";

type Bounds = { low: number; high: number; steps: number };

/** What a sum over the steps is at least and at most, each missing step being worth from 0 to `most`. */
function boundsOf(sum: number, missing: number, steps: number, most: number, rule: ProcessRule): Bounds {
  switch (rule.missing) {
    case "reasonable":
      return { low: sum + missing * most, high: sum + missing * most, steps };
    case "unreasonable":
      return { low: sum, high: sum, steps };
    case "left-out":
      return { low: sum, high: sum, steps: steps - missing };
    case "unjudged":
      return { low: sum, high: sum + missing * most, steps };
  }
}

function labelOf({ low, high, steps }: Bounds, isEnough: (sum: number, steps: number) => boolean): ProcessLabel {
  if (steps === 0) return "unjudged";
  if (isEnough(low, steps)) return "reasonable";
  return isEnough(high, steps) ? "unjudged" : "unreasonable";
}
