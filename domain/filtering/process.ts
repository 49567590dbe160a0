/** The process rule on steps: what the judges' rulings and scores of each add up to. */
import { Rating } from "../verdict";
import type { Join, ProcessRule } from "./filter";
import { type JudgeColumn, NO_SCORE, NO_VERDICT } from "./pool-table";

/** The judges of a rule over one table, in the rule's order, and the person whose rulings stand before theirs. */
export type Judges = { readonly judges: readonly JudgeColumn[]; readonly override: JudgeColumn | null };

/** What a rule makes of one step: reasonable, unreasonable, or nothing to go by. */
export type Ruling = 1 | -1 | 0;

/** Divides by any number of judges up to ten without a remainder, so that means stay whole. */
export const UNIT = 2520;
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
export function rulingsOn(
  from: number,
  to: number,
  { judges, override }: Judges,
  rule: Pick<ProcessRule, "join" | "neutralIsReasonable">,
): Int8Array {
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
export function scoresOf(from: number, to: number, { judges, override }: Judges): Int32Array {
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
