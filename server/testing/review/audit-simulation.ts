/** Draws reviews of a pool whose truth is known, has them ruled on truly, and counts how often intervals hold it. */
import { type AuditItem, auditFilter, poolSizesOf, trajectoriesOf } from "@/domain/audit/audit";
import { FilterMode } from "@/domain/filter";
import { paperFilter } from "@/domain/filtering/filter";
import { keptSteps, select } from "@/domain/filtering/select";
import { drawReview } from "@/domain/review/draw";
import type { ReviewPlan } from "@/domain/review/plan";
import { judgeColumn, outcomeColumn, type PlainTrajectory, tableOf } from "../filtering/pool";

export const SHARES = ["keptUnreasonable", "thrownReasonable", "reasonableThrown"] as const;
/** Mode, steps or trajectories, share */
export type Coverage = {
  name: string;
  truth: number;
  /** Draws in which the share is one of something; the others have no interval */
  draws: number;
  held: number;
  /** Of the estimates */
  mean: number;
  deviation: number;
  /** Of the intervals, on average */
  width: number;
};

export type Design = Pick<ReviewPlan, "unit" | "sampling" | "size" | "ruling"> & {
  /** How much of what was drawn is ruled on, in the order in which it is offered */
  part?: number;
  modes?: readonly FilterMode[];
};

/** A trajectory's first verdicts are the judge's, its second the truth. Answers every share whose truth is not 0 or 1. */
export function simulate(
  pool: readonly PlainTrajectory[],
  { part = 1, modes = FilterMode.options, ...design }: Design,
  { draws, from }: { draws: number; from: number },
): Coverage[] {
  const columns = columnsOf(pool);
  const { table } = columns;
  const kept = modes.map((mode) => {
    const judges = { judges: columns.judges, override: null };
    const input = { table, judges, outcome: columns.outcome, heldOut: new Set<number>() };
    return keptSteps(table, select(paperFilter(mode, 1, 1), input));
  });
  const sizes = kept.map((one) => (design.unit === "trajectory" ? poolSizesOf(table, one) : undefined));
  const truth = judgeColumn(pool, 1).rating;
  const stepsOf = (row: number) => range(table.offset[row] ?? 0, table.offset[row + 1] ?? 0);
  const itemAt = (at: number, arm: number, given: Omit<AuditItem, "kept" | "isUnreasonable">): AuditItem => ({
    ...given,
    kept: kept[arm]?.[at] === 1,
    isUnreasonable: truth[at] === -1,
  });
  const all = (arm: number, isWhole: boolean) => {
    const items = range(0, table.size).flatMap((unit) =>
      stepsOf(unit).map((at) => itemAt(at, arm, { stratum: "0", unit })),
    );
    return auditFilter(
      [{ key: "0", population: table.size, sampled: table.size }],
      isWhole ? trajectoriesOf(items) : items,
    );
  };
  const kinds = kindsOf(design);
  const found = new Map<string, Coverage>();
  for (const isWhole of kinds)
    for (const [arm, mode] of modes.entries())
      for (const share of SHARES) {
        const known = all(arm, isWhole)[share].share;
        if (known === null || known === 0 || known === 1) continue;
        const name = `${mode}, ${isWhole ? "trajectories" : "steps"}, ${share}`;
        found.set(name, { name, truth: known, draws: 0, held: 0, mean: 0, deviation: 0, width: 0 });
      }
  for (let seed = from; seed < from + draws; seed += 1) {
    const draw = drawReview({ ...design, seed }, columns);
    const strata = draw.strata.map(({ population, sampled }, key) => ({ key: String(key), population, sampled }));
    const until = Math.round(part * draw.items.length);
    for (const [arm, mode] of modes.entries()) {
      const items = draw.items.flatMap(({ row, step, stratum }, unit) => {
        const own = (step === null ? stepsOf(row) : [(table.offset[row] ?? 0) + step]).map((at) => ({
          ...itemAt(at, arm, { stratum: String(stratum), unit, block: row, isOpen: unit >= until }),
        }));
        const first = own.findIndex(({ isUnreasonable }) => isUnreasonable);
        return own.map((item, index) => ({
          ...item,
          isUnreasonable:
            unit >= until || (design.ruling === "first-error" && first >= 0 && index > first)
              ? null
              : item.isUnreasonable,
        }));
      });
      for (const isWhole of kinds) {
        const audit = isWhole ? auditFilter(strata, trajectoriesOf(items)) : auditFilter(strata, items, sizes[arm]);
        for (const share of SHARES) {
          const one = found.get(`${mode}, ${isWhole ? "trajectories" : "steps"}, ${share}`);
          const { share: value, interval } = audit[share];
          if (!one || value === null) continue;
          one.draws += 1;
          one.mean += value;
          one.deviation += value ** 2;
          if (!interval) continue;
          one.width += interval.high - interval.low;
          if (interval.low - 1e-12 <= one.truth && one.truth <= interval.high + 1e-12) one.held += 1;
        }
      }
    }
  }
  return [...found.values()].map((one) => {
    const mean = one.mean / one.draws;
    const deviation = Math.sqrt(Math.max(0, one.deviation / one.draws - mean ** 2));
    return { ...one, mean, deviation, width: one.width / one.draws };
  });
}

/** Whether trajectories are audited: drawn steps say nothing of them. Steps of a first-error review are not audited. */
function kindsOf({ unit, ruling }: Pick<Design, "unit" | "ruling">): boolean[] {
  if (unit === "step") return [false];
  return ruling === "first-error" ? [true] : [false, true];
}

export const columnsOf = (pool: readonly PlainTrajectory[]) => ({
  table: tableOf(pool),
  judges: [judgeColumn(pool, 0)],
  judgeNames: ["judge"],
  outcome: outcomeColumn(pool, 0),
  model: new Int32Array(pool.length),
  setNames: new Map<number, string>(),
  modelNames: new Map<number, string>(),
});

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
