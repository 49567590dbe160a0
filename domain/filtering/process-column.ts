/** The process rule on trajectories: which are reasonable, from what their steps add up to. */
import { type Aggregation, type MissingVerdict, type ProcessRule, readsScores } from "./filter";
import { NO_SCORE, type PoolTable } from "./pool-table";
import { type Judges, UNIT } from "./process";
import { MOST, processSums, worthOfSteps } from "./process-sums";

/** What a step that nothing is known of adds to the least and the greatest sum that are possible, and to the steps. */
const MISSING: Record<MissingVerdict, { low: 0 | 1; high: 0 | 1; steps: 0 | 1 }> = {
  reasonable: { low: 1, high: 1, steps: 1 },
  unreasonable: { low: 0, high: 0, steps: 1 },
  "left-out": { low: 0, high: 0, steps: 0 },
  unjudged: { low: 0, high: 1, steps: 1 },
};

/** Whether a step that nothing is known of leaves a reasonable prefix going. */
const passes = ({ missing }: ProcessRule) => missing === "reasonable" || missing === "left-out";

/** Of each trajectory how many steps decide: all of them, or those of which something is known. */
function decidingSteps({ size, offset }: PoolTable, missing: Int32Array, rule: ProcessRule): Int32Array {
  const leftOut = 1 - MISSING[rule.missing].steps;
  const steps = new Int32Array(size);
  for (let row = 0; row < size; row += 1)
    steps[row] = (offset[row + 1] ?? 0) - (offset[row] ?? 0) - leftOut * (missing[row] ?? 0);
  return steps;
}

/** Of each trajectory: 1 reasonable, -1 unreasonable, 0 unjudged. One without steps is unjudged. */
export function processLabels(table: PoolTable, judges: Judges, rule: ProcessRule): Int8Array {
  const { aggregation } = rule;
  if (aggregation.kind === "minimum-score") return labelsByLowest(table, judges, rule, aggregation.least * UNIT);
  const worth = readsScores(rule) ? "score" : "ruling";
  const { sum, missing } = processSums(table, judges, rule, worth);
  const most = MOST[worth];
  const least = (("least" in aggregation ? aggregation.least : 100) * most) / 100;
  const credit = MISSING[rule.missing];
  const labels = new Int8Array(table.size);
  const deciding = decidingSteps(table, missing, rule);
  for (let row = 0; row < table.size; row += 1) {
    const steps = deciding[row] ?? 0;
    if (steps === 0) continue;
    const unknown = missing[row] ?? 0;
    const known = sum[row] ?? 0;
    const enough = least * steps;
    if (known + credit.low * unknown * most >= enough) labels[row] = 1;
    else if (known + credit.high * unknown * most < enough) labels[row] = -1;
  }
  return labels;
}

function labelsByLowest(table: PoolTable, judges: Judges, rule: ProcessRule, least: number): Int8Array {
  const { missing, lowest } = processSums(table, judges, rule, "score");
  const credit = MISSING[rule.missing];
  const labels = new Int8Array(table.size);
  const deciding = decidingSteps(table, missing, rule);
  for (let row = 0; row < table.size; row += 1) {
    const steps = deciding[row] ?? 0;
    if (steps === 0) continue;
    const unknown = missing[row] ?? 0;
    const reaches = (lowest[row] ?? 0) >= least;
    const isFilled = unknown === 0 || credit.steps === 0;
    if (reaches && (isFilled || credit.low === 1)) labels[row] = 1;
    else if (!(reaches && (isFilled || credit.high === 1))) labels[row] = -1;
  }
  return labels;
}

/** Of each trajectory: steps before the first that is not reasonable by itself. */
export function reasonablePrefixes(table: PoolTable, judges: Judges, rule: ProcessRule): Int32Array {
  const worth = readsScores(rule) ? "score" : "ruling";
  const worths = worthOfSteps(table, judges, rule, worth);
  const passing = worth === "ruling" || !("least" in rule.aggregation) ? MOST[worth] : rule.aggregation.least * UNIT;
  const missingPasses = passes(rule);
  const prefixes = new Int32Array(table.size);
  let to = 0;
  for (let row = 0; row < table.size; row += 1) {
    const from = to;
    to = table.offset[row + 1] ?? from;
    let at = from;
    for (; at < to; at += 1) {
      const own = worths[at] ?? NO_SCORE;
      if (own === NO_SCORE ? !missingPasses : own < passing) break;
    }
    prefixes[row] = at - from;
  }
  return prefixes;
}

/**
 * Of each trajectory the highest threshold, 1 to 100, at which a rule of this kind calls it reasonable; 0 for none. What
 * is reasonable at one threshold is so at every lower one.
 */
export function highestThresholds(
  table: PoolTable,
  judges: Judges,
  rule: ProcessRule,
  kind: Exclude<Aggregation["kind"], "every-step">,
): Uint8Array {
  const worth = kind === "share" ? "ruling" : "score";
  const { sum, missing, lowest } = processSums(table, judges, rule, worth);
  const credit = MISSING[rule.missing];
  const most = MOST[worth];
  const unit = most / 100;
  const highest = new Uint8Array(table.size);
  const deciding = decidingSteps(table, missing, rule);
  for (let row = 0; row < table.size; row += 1) {
    const steps = deciding[row] ?? 0;
    if (steps === 0) continue;
    const unknown = missing[row] ?? 0;
    if (kind !== "minimum-score")
      highest[row] = Math.floor(((sum[row] ?? 0) + credit.low * unknown * most) / (unit * steps));
    else if (unknown === 0 || passes(rule)) highest[row] = Math.floor((lowest[row] ?? 0) / unit);
  }
  return highest;
}
