import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryPool, judgeColumn, outcomeColumn, tableOf } from "@/server/testing/filtering/pool";
import { FilterMode } from "../filter";
import { dropRows } from "./drops";
import { armFigures, poolFigures } from "./figures";
import { Filter } from "./filter";
import { keptSteps, matchTo, select } from "./select";

const filter = fc
  .record({
    mode: fc.constantFrom(...FilterMode.options),
    granularity: fc.constantFrom("trajectories" as const, "prefixes" as const),
    contexts: fc.constantFrom("each" as const, "once" as const),
    caps: fc.record({
      perQuestion: fc.option(fc.integer({ min: 1, max: 3 })),
      contextTokens: fc.option(fc.integer({ min: 1, max: 40 })),
      trajectories: fc.option(fc.integer({ min: 1, max: 8 })),
    }),
  })
  .map((given) => Filter.parse({ ...given, process: { judges: [1] }, outcome: { labels: 1 } }));

test("what is counted of each trajectory is what is marked of its steps, and figures are of just these", () => {
  fc.assert(
    fc.property(arbitraryPool, filter, fc.option(fc.integer({ min: 0, max: 8 })), (pool, one, matching) => {
      const table = tableOf(pool);
      const outcome = outcomeColumn(pool, 0);
      const judges = { judges: [judgeColumn(pool, 0)], override: null };
      const all = select(one, { table, outcome, judges, heldOut: new Set() });
      const selection = matching === null ? all : matchTo(matching, all, table, one.seed);
      const marked = keptSteps(table, selection);
      const kept = pool.map((trajectory, row) =>
        trajectory.steps.filter((_, idx) => marked[(table.offset[row] ?? 0) + idx] === 1),
      );
      expect([...selection.counts]).toEqual(kept.map((steps) => steps.length));
      const steps = kept.flat();
      const figures = armFigures(table, outcome, one, selection);
      expect(figures).toMatchObject({
        subTrajectories: steps.length,
        trajectories: kept.filter((own) => own.length > 0).length,
        distinctContexts: new Set(steps.map(({ context }) => context)).size,
      });
      expect(figures.tools.reduce((sum, { calls }) => sum + calls, 0)).toBe(steps.flatMap(({ tools }) => tools).length);
      expect(figures.positions).toEqual(
        Array.from({ length: 70 }, (_, step) => ({
          step,
          subTrajectories: pool.filter(
            ({ steps: own }, row) => step < own.length && marked[(table.offset[row] ?? 0) + step] === 1,
          ).length,
        })).filter(({ subTrajectories }) => subTrajectories > 0),
      );
    }),
  );
});

test("each arm's rows and what it keeps add up to the pool", () => {
  fc.assert(
    fc.property(arbitraryPool, fc.array(filter, { minLength: 1, maxLength: 3 }), (pool, filters) => {
      const table = tableOf(pool);
      const outcome = outcomeColumn(pool, 0);
      const input = { table, outcome, judges: { judges: [judgeColumn(pool, 0)], override: null } };
      const arms = filters.map((one) => {
        const chosen = select(one, { ...input, heldOut: new Set(pool[0] ? [pool[0].question] : []) });
        return armFigures(table, outcome, one, matchTo(2, chosen, table, one.seed));
      });
      const whole = poolFigures(table, outcome, { outcome: { labels: 1, threshold: null } });
      const rows = dropRows(whole, arms);
      for (const [index, arm] of arms.entries())
        for (const unit of ["trajectories", "subTrajectories"] as const) {
          const left = rows.reduce((sum, row) => sum + (row.arms[index]?.[unit] ?? 0), 0);
          expect(left + arm[unit]).toBe(whole[unit]);
        }
      for (const { arms: drops } of rows)
        expect(drops.some((drop) => drop.trajectories + drop.subTrajectories > 0)).toBe(true);
    }),
  );
});
