/** The process rule: what the judges' rulings on each step, and on a whole trajectory, add up to. */
import { Rating } from "../verdict";
import { type Aggregation, type Join, type MissingVerdict, type ProcessRule, readsScores } from "./filter";
import { type JudgeColumn, NO_SCORE, NO_VERDICT, type PoolTable, stepsOf } from "./pool-table";

/** The judges of a rule over one table, in the rule's order, and the person whose rulings stand before theirs. */
export type Judges = { readonly judges: readonly JudgeColumn[]; readonly override: JudgeColumn | null };

/** What a rule makes of one step: reasonable, unreasonable, or nothing to go by. */
export type Ruling = 1 | -1 | 0;

/** Divides by any number of judges up to ten without a remainder, so that means stay whole. */
const UNIT = 2520;
/** What a person's ruling counts where scores decide: 0, 50 or 100 points. */
const POINTS_OF_RATING = (rating: number) => (rating + 1) * 50;

const JOINED: Record<Join, (reasonable: number, unreasonable: number, judges: number) => Ruling> = {
  any: (reasonable, unreasonable) => (reasonable > 0 ? 1 : unreasonable > 0 ? -1 : 0),
  majority: (reasonable, unreasonable) => Math.sign(reasonable - unreasonable) as Ruling,
  all: (reasonable, unreasonable, judges) => (unreasonable > 0 ? -1 : reasonable > 0 && reasonable === judges ? 1 : 0),
};

/** Votes for reasonable count 1 each, against 16 each: nine judges fit into a byte. */
const AGAINST = 16;

/** By votes: what they add up to. */
function joinTable(join: Join, judges: number): Int8Array {
  return Int8Array.from({ length: AGAINST * AGAINST }, (_, votes) =>
    JOINED[join](votes % AGAINST, Math.floor(votes / AGAINST), judges),
  );
}

/** The judges' rulings on the steps from `from` to before `to`. One pass for each judge: millions of steps are usual. */
function rulingsOn(from: number, to: number, { judges, override }: Judges, rule: ProcessRule): Int8Array {
  const neutral = rule.neutralIsReasonable ? 1 : AGAINST;
  // By rating + 1: unreasonable, neutral, reasonable, no verdict.
  const vote = Uint8Array.of(AGAINST, neutral, 1, 0);
  const votes = new Uint8Array(to - from);
  for (const { rating } of judges)
    for (let at = from; at < to; at += 1)
      votes[at - from] = (votes[at - from] ?? 0) + (vote[(rating[at] ?? NO_VERDICT) + 1] ?? 0);
  const joined = joinTable(rule.join, judges.length);
  const rulings = new Int8Array(to - from);
  for (let index = 0; index < rulings.length; index += 1) rulings[index] = joined[votes[index] ?? 0] ?? 0;
  if (override === null) return rulings;
  const own = override.rating;
  for (let at = from; at < to; at += 1) {
    const given = own[at] ?? NO_VERDICT;
    if (given !== NO_VERDICT) rulings[at - from] = vote[given + 1] === 1 ? 1 : -1;
  }
  return rulings;
}

/**
 * The judges' ruling on step `at` as one verdict: the person's, the only judge's (which may be neutral), else what they
 * add up to; null for none.
 */
export function jointRating(at: number, judges: Judges, rule: ProcessRule): Rating | null {
  const [only] = judges.judges;
  const own = judges.override?.rating[at] ?? NO_VERDICT;
  const given = own === NO_VERDICT && judges.judges.length === 1 ? (only?.rating[at] ?? NO_VERDICT) : own;
  if (given !== NO_VERDICT) return Rating.parse(given);
  const [ruling = 0] = judges.judges.length > 1 ? rulingsOn(at, at + 1, judges, rule) : [];
  return ruling === 0 ? null : Rating.parse(ruling);
}

/** The mean of the judges' scores of step `at` in whole points, unless a person ruled on it; null where there is none. */
export function jointScore(at: number, { judges, override }: Judges): number | null {
  if ((override?.rating[at] ?? NO_VERDICT) !== NO_VERDICT) return null;
  const [mean = NO_SCORE] = scoresOf(at, at + 1, { judges, override: null });
  return mean === NO_SCORE ? null : Math.round(mean / UNIT);
}

/** The means of the judges' scores of the steps from `from` to before `to`, in points times UNIT; NO_SCORE for none. */
function scoresOf(from: number, to: number, { judges, override }: Judges): Int32Array {
  const means = new Int32Array(to - from);
  const counts = new Uint8Array(to - from);
  for (const { score } of judges) {
    if (score === null) continue;
    for (let at = from; at < to; at += 1) {
      const given = score[at] ?? NO_SCORE;
      if (given === NO_SCORE) continue;
      means[at - from] = (means[at - from] ?? 0) + given;
      counts[at - from] = (counts[at - from] ?? 0) + 1;
    }
  }
  for (let index = 0; index < means.length; index += 1) {
    const count = counts[index] ?? 0;
    means[index] = count === 0 ? NO_SCORE : ((means[index] ?? 0) * UNIT) / count;
  }
  if (override === null) return means;
  const own = override.rating;
  for (let at = from; at < to; at += 1) {
    const given = own[at] ?? NO_VERDICT;
    if (given !== NO_VERDICT) means[at - from] = POINTS_OF_RATING(given) * UNIT;
  }
  return means;
}

/** A rule as a sum over steps: a trajectory is reasonable where the worth of its steps is `least` for each of them. */
type Worths = {
  /** Of each step, NO_SCORE where nothing is known */
  worth: Int32Array;
  /** The greatest worth there is */
  most: number;
  least: number;
  /** A step of less worth is not reasonable by itself */
  passing: number;
};

function worthsOf(table: PoolTable, judges: Judges, rule: ProcessRule): Worths {
  const { aggregation } = rule;
  const steps = stepsOf(table);
  if (!readsScores(rule)) {
    const rulings = rulingsOn(0, steps, judges, rule);
    const worth = new Int32Array(steps);
    for (let at = 0; at < steps; at += 1) {
      const ruling = rulings[at] ?? 0;
      worth[at] = ruling === 0 ? NO_SCORE : ruling > 0 ? 100 : 0;
    }
    return { worth, most: 100, least: aggregation.kind === "share" ? aggregation.least : 100, passing: 100 };
  }
  const worth = scoresOf(0, steps, judges);
  const least = "least" in aggregation ? aggregation.least * UNIT : 0;
  if (aggregation.kind === "mean-score") return { worth, most: 100 * UNIT, least, passing: least };
  for (let at = 0; at < steps; at += 1) {
    const given = worth[at] ?? NO_SCORE;
    if (given !== NO_SCORE) worth[at] = given >= least ? 100 : 0;
  }
  return { worth, most: 100, least: 100, passing: 100 };
}

/** What a step that nothing is known of adds to the least and the greatest sum that are possible, and to the steps. */
const MISSING: Record<MissingVerdict, { low: 0 | 1; high: 0 | 1; steps: 0 | 1 }> = {
  reasonable: { low: 1, high: 1, steps: 1 },
  unreasonable: { low: 0, high: 0, steps: 1 },
  "left-out": { low: 0, high: 0, steps: 0 },
  unjudged: { low: 0, high: 1, steps: 1 },
};

/** Whether a step that nothing is known of leaves a reasonable prefix going. */
const passes = ({ missing }: ProcessRule) => missing === "reasonable" || missing === "left-out";

export type ProcessColumn = {
  /** Of each trajectory: 1 reasonable, -1 unreasonable, 0 unjudged. One without steps is unjudged */
  readonly label: Int8Array;
  /** Steps before the first that is not reasonable by itself */
  readonly prefix: Int32Array;
};

/** What a rule makes of every trajectory of a table. */
export function processColumn(table: PoolTable, judges: Judges, rule: ProcessRule): ProcessColumn {
  const { worth, most, least, passing } = worthsOf(table, judges, rule);
  const credit = MISSING[rule.missing];
  const missingPasses = passes(rule);
  const { size, offset } = table;
  const label = new Int8Array(size);
  const prefix = new Int32Array(size);
  let to = 0;
  for (let row = 0; row < size; row += 1) {
    const from = to;
    to = offset[row + 1] ?? from;
    let sum = 0;
    let missing = 0;
    let end = -1;
    for (let at = from; at < to; at += 1) {
      const own = worth[at] ?? NO_SCORE;
      if (own === NO_SCORE) missing += 1;
      else sum += own;
      if (end < 0 && (own === NO_SCORE ? !missingPasses : own < passing)) end = at - from;
    }
    const steps = to - from - (1 - credit.steps) * missing;
    const enough = least * steps;
    if (steps > 0 && sum + credit.low * missing * most >= enough) label[row] = 1;
    else if (steps > 0 && sum + credit.high * missing * most < enough) label[row] = -1;
    prefix[row] = end < 0 ? to - from : end;
  }
  return { label, prefix };
}

/**
 * Of each trajectory the highest threshold, 1 to 100, at which a rule of this kind calls it reasonable; 0 for none. What
 * is reasonable at one threshold is so at every lower one.
 */
export function highestThresholds(
  table: PoolTable,
  judges: Judges,
  process: ProcessRule,
  kind: Exclude<Aggregation["kind"], "every-step">,
): Uint8Array {
  // Scores are looked at themselves, not at whether they reach a threshold.
  const rule = { ...process, aggregation: { kind: kind === "share" ? kind : ("mean-score" as const), least: 1 } };
  const { worth, most } = worthsOf(table, judges, rule);
  const credit = MISSING[process.missing];
  const { size, offset } = table;
  const highest = new Uint8Array(size);
  const unit = most / 100;
  let to = 0;
  for (let row = 0; row < size; row += 1) {
    const from = to;
    to = offset[row + 1] ?? from;
    let sum = 0;
    let missing = 0;
    let lowest = most;
    for (let at = from; at < to; at += 1) {
      const own = worth[at] ?? NO_SCORE;
      if (own === NO_SCORE) missing += 1;
      else {
        sum += own;
        if (own < lowest) lowest = own;
      }
    }
    const steps = to - from - (1 - credit.steps) * missing;
    if (steps === 0) continue;
    if (kind !== "minimum-score") highest[row] = Math.floor((sum + credit.low * missing * most) / (unit * steps));
    else if (missing === 0 || passes(process)) highest[row] = Math.floor(lowest / unit);
  }
  return highest;
}
