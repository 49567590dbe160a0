/** What judges say of each trajectory, added up over its steps: all that a process rule asks but for prefixes. */
import type { ProcessRule } from "./filter";
import { NO_SCORE, type PoolTable, stepsOf } from "./pool-table";
import { type Judges, rulingsOn, scoresOf, UNIT } from "./process";

/** A reasonable ruling is worth as much as the best score, an unreasonable one nothing. */
export type Worth = "ruling" | "score";
/** The greatest worth that a step has; what is worth a hundredth of it is one percent or point */
export const MOST: Record<Worth, number> = { ruling: 100, score: 100 * UNIT };

export type ProcessSums = {
  /** Of each trajectory: the worth of its steps */
  readonly sum: Int32Array;
  /** Its steps of which nothing is known */
  readonly missing: Int32Array;
  /** The least worth of those of which something is; the greatest there is where nothing is known */
  readonly lowest: Int32Array;
};

type Joining = Pick<ProcessRule, "join" | "neutralIsReasonable">;

/** Of each step of the table, NO_SCORE where nothing is known. */
export function worthOfSteps(table: PoolTable, judges: Judges, rule: Joining, worth: Worth): Int32Array {
  const steps = stepsOf(table);
  if (worth === "score") return scoresOf(0, steps, judges);
  const rulings = rulingsOn(0, steps, judges, rule);
  const worths = new Int32Array(steps);
  for (let at = 0; at < steps; at += 1) {
    const ruling = rulings[at] ?? 0;
    worths[at] = ruling === 0 ? NO_SCORE : ruling > 0 ? MOST.ruling : 0;
  }
  return worths;
}

/** By the table's offsets and by judges and joining: whoever moves a threshold asks for the same sums again. */
const known = new WeakMap<Int32Array, Map<string, ProcessSums>>();
const MOST_KNOWN = 12;

/** The same answer for the same columns, which may not change. */
export function processSums(table: PoolTable, judges: Judges, rule: Joining, worth: Worth): ProcessSums {
  const own = known.get(table.offset) ?? new Map<string, ProcessSums>();
  known.set(table.offset, own);
  const key = keyOf(judges, rule, worth);
  const sums = own.get(key) ?? addUp(table, worthOfSteps(table, judges, rule, worth), MOST[worth]);
  // The newest stands last.
  own.delete(key);
  own.set(key, sums);
  for (const oldest of own.keys()) {
    if (own.size <= MOST_KNOWN) break;
    own.delete(oldest);
  }
  return sums;
}

function addUp({ size, offset }: PoolTable, worths: Int32Array, most: number): ProcessSums {
  const sums = { sum: new Int32Array(size), missing: new Int32Array(size), lowest: new Int32Array(size) };
  let to = 0;
  for (let row = 0; row < size; row += 1) {
    let at = to;
    to = offset[row + 1] ?? at;
    let sum = 0;
    let missing = 0;
    let lowest = most;
    for (; at < to; at += 1) {
      const worth = worths[at] ?? NO_SCORE;
      if (worth === NO_SCORE) missing += 1;
      else {
        sum += worth;
        if (worth < lowest) lowest = worth;
      }
    }
    sums.sum[row] = sum;
    sums.missing[row] = missing;
    sums.lowest[row] = lowest;
  }
  return sums;
}

const numbers = new WeakMap<object, number>();
let last = 0;

function numberOf(column: object | null): number {
  if (column === null) return 0;
  const given = numbers.get(column);
  if (given !== undefined) return given;
  last += 1;
  numbers.set(column, last);
  return last;
}

function keyOf({ judges, override }: Judges, { join, neutralIsReasonable }: Joining, worth: Worth): string {
  const ruled = [override, ...judges].map((column) => numberOf(column?.rating ?? null));
  if (worth === "ruling") return `${ruled.join(",")} ${join} ${neutralIsReasonable}`;
  return `${ruled[0]} scores ${judges.map(({ score }) => numberOf(score)).join(",")}`;
}
