import fc from "fast-check";
import { expect, test } from "vitest";
import { naiveOutcome, naiveSteps } from "@/server/testing/filtering/naive";
import {
  arbitraryPool,
  judgeColumn,
  outcomeColumn,
  type PlainTrajectory,
  tableOf,
} from "@/server/testing/filtering/pool";
import { FilterMode } from "../filter";
import { armFigures } from "./figures";
import { Filter, paperFilter } from "./filter";
import { onlyInFirst, overlapOf } from "./overlap";
import { keptRows, keptSteps, matchTo, type Selection, select } from "./select";
import { thresholdCurve } from "./threshold";

const aggregation = fc.oneof(
  fc.constant({ kind: "every-step" as const }),
  fc.record({
    kind: fc.constantFrom("share" as const, "mean-score" as const, "minimum-score" as const),
    least: fc.oneof(fc.integer({ min: 1, max: 100 }), fc.constantFrom(1, 50, 70, 100)),
  }),
);
const arbitraryFilter = fc
  .record({
    mode: fc.constantFrom(...FilterMode.options),
    judges: fc.uniqueArray(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 3 }),
    override: fc.option(fc.integer({ min: 0, max: 2 })),
    join: fc.constantFrom("any" as const, "majority" as const, "all" as const),
    aggregation,
    neutralIsReasonable: fc.boolean(),
    missing: fc.constantFrom("unjudged" as const, "reasonable" as const, "unreasonable" as const, "left-out" as const),
    threshold: fc.option(fc.constantFrom(0, 0.5, 0.7, 1)),
    granularity: fc.constantFrom("trajectories" as const, "prefixes" as const),
    labeller: fc.integer({ min: 0, max: 1 }),
  })
  .map(({ mode, judges, override, threshold, granularity, labeller, ...rule }) => ({
    judges,
    override,
    labeller,
    filter: Filter.parse({
      mode,
      granularity,
      process: { ...rule, judges: judges.map((judge) => judge + 1), override: override === null ? null : override + 1 },
      outcome: { labels: labeller + 1, threshold },
    }),
  }));

const judgesOf = (pool: PlainTrajectory[], judges: number[], override: number | null) => ({
  judges: judges.map((judge) => judgeColumn(pool, judge)),
  override: override === null ? null : judgeColumn(pool, override),
});

/** The kept steps of each trajectory, by index. */
function keptOf(pool: PlainTrajectory[], selection: Selection): number[][] {
  const table = tableOf(pool);
  const { offset } = table;
  const kept = keptSteps(table, selection);
  return pool.map((one, row) => one.steps.flatMap((_, idx) => (kept[(offset[row] ?? 0) + idx] === 1 ? [idx] : [])));
}

function selectFrom(pool: PlainTrajectory[], filter: Filter, heldOut: number[] = []): Selection {
  return select(filter, {
    table: tableOf(pool),
    judges: judgesOf(pool, [0], null),
    outcome: outcomeColumn(pool, 0),
    heldOut: new Set(heldOut),
  });
}

test("a filter keeps what its definition says, and its figures add up from what is kept", () => {
  fc.assert(
    fc.property(arbitraryPool, arbitraryFilter, (pool, { filter, judges, override, labeller }) => {
      const table = tableOf(pool);
      const outcome = outcomeColumn(pool, labeller);
      const selection = select(filter, {
        table,
        judges: judgesOf(pool, judges, override),
        outcome,
        heldOut: new Set(),
      });
      const expected = pool.map((one) => naiveSteps(one, filter, judges, override, labeller));
      expect(keptOf(pool, selection).map((steps) => steps.length)).toEqual(expected.map((steps) => steps.length));

      const figures = armFigures(table, outcome, filter, selection);
      const kept = pool.filter((_, row) => (expected[row]?.length ?? 0) > 0);
      const steps = expected.flat();
      const withOutcome = (wanted: string, of: PlainTrajectory[]) =>
        of.filter((one) => naiveOutcome(one, labeller, filter.outcome.threshold) === wanted).length;
      expect(figures).toMatchObject({
        trajectories: kept.length,
        subTrajectories: steps.length,
        distinctContexts: new Set(steps.map(({ context }) => context)).size,
        questions: new Set(kept.map(({ question }) => question)).size,
        kept: {
          correct: withOutcome("correct", kept),
          incorrect: withOutcome("incorrect", kept),
          unlabelled: withOutcome("unlabelled", kept),
        },
        lost: { correct: withOutcome("correct", pool) - withOutcome("correct", kept) },
        tokens: {
          total: kept.reduce((sum, one) => sum + (one.tokens ?? 0), 0),
          notRecorded: kept.filter(({ tokens }) => tokens === null).length,
        },
      });
      for (const { tool, calls } of figures.tools)
        expect(steps.flatMap(({ tools }) => tools).filter((name) => name === tool)).toHaveLength(calls);
      expect(figures.tools.reduce((sum, { calls }) => sum + calls, 0)).toBe(steps.flatMap(({ tools }) => tools).length);
      for (const { step, subTrajectories } of figures.positions)
        expect(expected.filter((one) => one.length > step)).toHaveLength(subTrajectories);
      const dropped = figures.dropped.reduce((sum, one) => sum + one.subTrajectories, 0);
      expect(dropped + steps.length).toBe(pool.flatMap((one) => one.steps).length);
    }),
  );
});

test("the threshold curve is the filter at each threshold", () => {
  const kinds = ["share", "mean-score", "minimum-score"] as const;
  fc.assert(
    fc.property(arbitraryPool, arbitraryFilter, fc.constantFrom(...kinds), (pool, given, kind) => {
      const table = tableOf(pool);
      const outcome = outcomeColumn(pool, given.labeller);
      const judges = judgesOf(pool, given.judges, given.override);
      const curve = thresholdCurve(table, judges, outcome, given.filter, kind);
      expect(curve).toHaveLength(100);
      for (const least of [1, 33, 50, 67, 70, 99, 100]) {
        const process = { ...given.filter.process, aggregation: { kind, least } };
        const filter = Filter.parse({ ...given.filter, mode: "process", granularity: "trajectories", process });
        const selection = select(filter, { table, judges, outcome, heldOut: new Set() });
        const figures = armFigures(table, outcome, filter, selection);
        expect(curve[least - 1]).toMatchObject({
          least,
          trajectories: figures.trajectories,
          correct: figures.kept.correct,
          labelled: figures.kept.correct + figures.kept.incorrect,
        });
      }
    }),
    { numRuns: 40 },
  );
});

const none = paperFilter("none", null, null);
const capped = (caps: object, more: object = {}) => Filter.parse({ ...none, caps, ...more });

test("of each question at most so many; a smaller sample is part of a larger one; another seed draws others", () => {
  fc.assert(
    fc.property(arbitraryPool, fc.integer({ min: 1, max: 4 }), (pool, most) => {
      const rowsOf = (filter: Filter) => keptRows(selectFrom(pool, filter));
      const counts = new Map<number, number>();
      for (const row of rowsOf(capped({ perQuestion: most }))) {
        const question = pool[row]?.question ?? 0;
        counts.set(question, (counts.get(question) ?? 0) + 1);
      }
      const withSteps = pool.filter(({ steps }) => steps.length > 0);
      for (const question of new Set(withSteps.map((one) => one.question)))
        expect(counts.get(question)).toBe(Math.min(most, withSteps.filter((one) => one.question === question).length));
      const small = rowsOf(capped({ trajectories: most }));
      const large = rowsOf(capped({ trajectories: most + 3 }));
      expect(small).toHaveLength(Math.min(most, withSteps.length));
      expect(large).toEqual(expect.arrayContaining(small));
    }),
  );
  const [many = []] = fc.sample(
    arbitraryPool.filter((pool) => pool.length > 8),
    { seed: 1, numRuns: 1 },
  );
  const drawn = (seed: number) => keptOf(many, selectFrom(many, capped({ trajectories: 5 }, { seed })));
  expect(drawn(1)).not.toEqual(drawn(2));
  expect(drawn(1)).toEqual(drawn(1));
});

test("weights mix question sets in their proportions, as many as there are, and leave others out", () => {
  fc.assert(
    fc.property(arbitraryPool, (pool) => {
      const filter = capped({
        weights: [
          { set: 1, weight: 1 },
          { set: 2, weight: 2 },
        ],
      });
      const sets = keptRows(selectFrom(pool, filter)).map((row) => pool[row]?.set);
      const has = (set: number) => pool.filter((one) => one.set === set && one.steps.length > 0).length;
      const unit = Math.min(has(1), has(2) / 2);
      expect(sets.filter((set) => set === 1)).toHaveLength(Math.floor(unit));
      expect(sets.filter((set) => set === 2)).toHaveLength(Math.floor(2 * unit));
      expect(sets).not.toContain(0);
    }),
  );
});

test("long contexts and repeated ones are left out and counted; held-out questions never enter", () => {
  fc.assert(
    fc.property(arbitraryPool, (pool) => {
      const steps = pool.flatMap((one) => one.steps);
      const short = selectFrom(pool, capped({ contextTokens: 20 }));
      expect(keptOf(pool, short).flat()).toHaveLength(steps.filter(({ tokens }) => (tokens ?? 0) <= 20).length);
      expect(short.uncounted).toBe(steps.filter(({ tokens }) => tokens === null).length);

      const once = selectFrom(pool, Filter.parse({ ...none, contexts: "once" }));
      expect(keptOf(pool, once).flat()).toHaveLength(new Set(steps.map(({ context }) => context)).size);

      const held = selectFrom(pool, none, [1, 2]);
      const left = pool.filter(({ question }) => question > 2);
      expect(keptRows(held)).toHaveLength(left.filter((one) => one.steps.length > 0).length);
      const dropped = held.dropped.find(({ stage }) => stage === "held-out");
      expect(dropped?.subTrajectories ?? 0).toBe(steps.length - left.flatMap((one) => one.steps).length);
    }),
  );
});

test("matching draws down to so many contexts and keeps all that have one of them", () => {
  fc.assert(
    fc.property(arbitraryPool, fc.integer({ min: 0, max: 12 }), (pool, contexts) => {
      const table = tableOf(pool);
      const all = selectFrom(pool, none);
      const matched = matchTo(contexts, all, table, 5);
      const contextsOf = (selection: Selection) =>
        new Set([...table.context].filter((_, step) => keptSteps(table, selection)[step] === 1));
      expect(contextsOf(matched).size).toBe(Math.min(contexts, contextsOf(all).size));
      table.context.forEach((context, step) => {
        expect(keptSteps(table, matched)[step]).toBe(Number(contextsOf(matched).has(context)));
      });
      expect([...contextsOf(matchTo(contexts + 2, all, table, 5))]).toEqual(
        expect.arrayContaining([...contextsOf(matched)]),
      );
    }),
  );
});

test("where arms differ", () => {
  fc.assert(
    fc.property(arbitraryPool, (pool) => {
      const table = tableOf(pool);
      const process = selectFrom(pool, paperFilter("process", 1, 1));
      const outcome = selectFrom(pool, paperFilter("outcome", 1, 1));
      const ids = (selection: Selection) => keptRows(selection).map((row) => table.id[row] ?? 0);
      const [a, b] = [new Set(ids(process)), new Set(ids(outcome))];
      expect(overlapOf(table, process, outcome)).toMatchObject({
        both: [...a].filter((id) => b.has(id)).length,
        onlyFirst: [...a].filter((id) => !b.has(id)).length,
        onlySecond: [...b].filter((id) => !a.has(id)).length,
      });
      for (const [one, other] of [
        [process, outcome],
        [outcome, selectFrom(pool, { ...none, contexts: "once" })],
      ] as const)
        expect(overlapOf(table, one, other).subTrajectories).toBe(
          keptSteps(table, one).filter((bit, step) => bit === 1 && keptSteps(table, other)[step] === 1).length,
        );
      expect(onlyInFirst(table, process, outcome)).toEqual([...a].filter((id) => !b.has(id)));
    }),
  );
});

test("a process mode without a judge is refused", () => {
  const input = {
    table: tableOf([]),
    judges: { judges: [], override: null },
    outcome: null,
    heldOut: new Set<number>(),
  };
  expect(() => select(paperFilter("process", null, null), input)).toThrow(/needs a judging run/);
});
