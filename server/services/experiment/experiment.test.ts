import fc from "fast-check";
import { expect, test } from "vitest";
import { ExperimentPlan, paperArms } from "@/domain/experiment";
import { FilterMode } from "@/domain/filter";
import { Filter } from "@/domain/filtering/filter";
import { Pool } from "@/domain/pool";
import { appRouter } from "@/server/routers/root";
import { createCallerFactory } from "@/server/routers/trpc";
import { naiveOutcome, naiveSteps } from "@/server/testing/filtering/naive";
import { arbitraryPool, type PlainTrajectory } from "@/server/testing/filtering/pool";
import { readPlain, recordsOf } from "@/server/testing/filtering/records";
import { propertyRuns } from "@/server/testing/properties";
import { smallPool, useImports } from "@/server/testing/small-pool";

const { own, run, one } = useImports();
const api = () => createCallerFactory(appRouter)({ db: own.db }).experiment;
const idOf = async (table: string, key: string): Promise<number> =>
  (await one(`SELECT id FROM ${table} WHERE key = $1`, [key])).id;

let pools = 0;
/** Imports a pool and answers it as the database's rows of verdicts have it. */
async function load(pool: PlainTrajectory[]) {
  pools += 1;
  const key = `p${pools}-`;
  const report = await run(recordsOf(key, pool));
  const { rows } = await own.db.pool.query("SELECT reason FROM import_reject WHERE import_id = $1", [report.id]);
  expect({ status: report.status, reasons: rows }).toEqual({ status: "done", reasons: [] });
  const ids = (table: string, name: string, count: number) =>
    Promise.all(Array.from({ length: count }, (_, n) => idOf(table, `${key}-${name}-${n}`)));
  return {
    pool: Pool.parse({ runs: [await idOf("rollout_run", `${key}-run`)] }),
    judges: await ids("judging_run", "judge", 3),
    labels: await ids("labelling_run", "labels", 2),
    plain: await readPlain(own.db, key),
  };
}

const rule = fc.record({
  judges: fc.uniqueArray(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 3 }),
  override: fc.option(fc.integer({ min: 0, max: 2 })),
  join: fc.constantFrom("any" as const, "majority" as const, "all" as const),
  aggregation: fc.oneof(
    fc.constant({ kind: "every-step" as const }),
    fc.record({
      kind: fc.constantFrom("share" as const, "mean-score" as const, "minimum-score" as const),
      least: fc.integer({ min: 1, max: 100 }),
    }),
  ),
  neutralIsReasonable: fc.boolean(),
  missing: fc.constantFrom("unjudged" as const, "reasonable" as const, "unreasonable" as const, "left-out" as const),
  threshold: fc.option(fc.constantFrom(0.25, 0.5, 1)),
  labels: fc.integer({ min: 0, max: 1 }),
  granularity: fc.constantFrom("trajectories" as const, "prefixes" as const),
});

test("every figure is what the rows of verdicts say, read slowly", async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryPool, fc.array(rule, { minLength: 1, maxLength: 2 }), async (given, rules) => {
      const { pool, judges, labels, plain } = await load(given);
      const asked = rules.flatMap((one, n) =>
        FilterMode.options.map((mode) => ({
          ...one,
          arm: {
            name: `${mode} ${n}`,
            filter: Filter.parse({
              ...{ mode, granularity: one.granularity },
              process: {
                ...{ join: one.join, aggregation: one.aggregation, missing: one.missing },
                neutralIsReasonable: one.neutralIsReasonable,
                judges: one.judges.map((judge) => judges[judge]),
                override: one.override === null ? null : judges[one.override],
              },
              outcome: { labels: labels[one.labels], threshold: one.threshold },
            }),
          },
        })),
      );
      const evaluated = await api().evaluate({ pool, arms: asked.map(({ arm }) => arm), matching: false });
      expect(evaluated.pool).toMatchObject({
        trajectories: plain.length,
        subTrajectories: plain.flatMap(({ steps }) => steps).length,
        questions: new Set(plain.map(({ question }) => question)).size,
      });
      const keptBy = asked.map(({ arm, judges: by, override, labels: with_ }) =>
        plain.map((one) => naiveSteps(one, arm.filter, by, override, with_)),
      );
      for (const [index, { arm, labels: with_ }] of asked.entries()) {
        const parts = keptBy[index] ?? [];
        const steps = parts.flat();
        const kept = plain.filter((_, row) => (parts[row]?.length ?? 0) > 0);
        const outcomes = (of: PlainTrajectory[], wanted: string) =>
          of.filter((one) => naiveOutcome(one, with_, arm.filter.outcome.threshold) === wanted).length;
        const [right, wrong] = [outcomes(kept, "correct"), outcomes(kept, "incorrect")];
        const { figures } = evaluated.arms[index] ?? {};
        expect(figures, arm.name).toMatchObject({
          trajectories: kept.length,
          subTrajectories: steps.length,
          distinctContexts: new Set(steps.map(({ context }) => context)).size,
          questions: new Set(kept.map(({ question }) => question)).size,
          share: plain.length === 0 ? null : kept.length / plain.length,
          kept: { correct: right, incorrect: wrong, unlabelled: outcomes(kept, "unlabelled") },
          lost: { correct: outcomes(plain, "correct") - right, incorrect: outcomes(plain, "incorrect") - wrong },
          tokens: { total: kept.reduce((sum, { tokens }) => sum + (tokens ?? 0), 0) },
        });
        expect(figures?.shareCorrect?.share ?? null).toBe(right + wrong === 0 ? null : right / (right + wrong));
        const calls = steps.flatMap(({ tools }) => tools);
        expect(Object.fromEntries(figures?.tools.map(({ tool, calls: n }) => [tool, n]) ?? [])).toEqual(
          Object.fromEntries([...new Set(calls)].map((tool) => [tool, calls.filter((name) => name === tool).length])),
        );
        expect(figures?.positions.map(({ subTrajectories }) => subTrajectories)).toEqual(
          Array.from(
            { length: Math.max(0, ...parts.map(({ length }) => length)) },
            (_, step) => parts.filter(({ length }) => length > step).length,
          ),
        );
      }
      const has = (arm: number, row: number) => (keptBy[arm]?.[row]?.length ?? 0) > 0;
      const rows = plain.map((_, row) => row);
      for (let a = 0; a < asked.length; a += 1)
        for (let b = a + 1; b < asked.length; b += 1)
          expect(evaluated.overlaps[a]?.[b - a - 1]).toMatchObject({
            both: rows.filter((row) => has(a, row) && has(b, row)).length,
            onlyFirst: rows.filter((row) => has(a, row) && !has(b, row)).length,
            onlySecond: rows.filter((row) => !has(a, row) && has(b, row)).length,
          });
    }),
    { numRuns: propertyRuns(15) },
  );
}, 180_000);

test("arms that are matched have the same number of contexts; where two differ, the trajectories can be listed", async () => {
  const [given = []] = fc.sample(
    arbitraryPool.filter((pool) => pool.length > 6),
    { seed: 3, numRuns: 1 },
  );
  const { pool, judges, labels } = await load(given);
  const arms = paperArms(judges[0] ?? 0, labels[0] ?? 0);
  const matched = await api().evaluate({ pool, arms, matching: true });
  for (const { figures } of matched.arms) expect(figures.distinctContexts).toBe(matched.matchedTo);
  const plain = await api().evaluate({ pool, arms, matching: false });
  const difference = await api().difference({ pool, arms, matching: false, first: 0, second: 2 });
  expect(difference.total).toBe(plain.overlaps[0]?.[1]?.onlyFirst);
  expect(difference.rows).toHaveLength(Math.min(50, difference.total));
});

test("an experiment is saved under its name, cloned, changed and removed, and says when its data changed", async () => {
  await run(smallPool("saved"));
  const judge = await idOf("judging_run", "saved-judge");
  const pool = Pool.parse({ runs: [await idOf("rollout_run", "saved-run")] });
  const plan = ExperimentPlan.parse({ name: "Four modes", pool, arms: paperArms(judge, null) });
  const { id } = await api().save(plan);
  const saved = await api().get({ id });
  expect(saved).toMatchObject({ name: "Four modes", pool, arms: plan.arms, clonedFrom: null });
  expect((await api().evaluate(plan)).fingerprint).toBe(saved.fingerprint);
  await expect(api().save({ ...plan, name: "four MODES" })).rejects.toThrow(/choose another name/);
  const clone = await api().save({ ...plan, name: "Again", clonedFrom: id });
  expect((await api().get({ id: clone.id })).clonedFrom).toEqual({ id, name: "Four modes" });
  expect((await api().list()).map(({ name }) => name)).toEqual(expect.arrayContaining(["Again", "Four modes"]));

  await run(smallPool("saved", { samples: 3 }));
  expect((await api().evaluate(plan)).fingerprint).not.toBe(saved.fingerprint);
  await api().save({ ...plan, id });
  expect((await api().evaluate(plan)).fingerprint).toBe((await api().get({ id })).fingerprint);

  await api().remove({ id });
  await expect(api().get({ id })).rejects.toThrow(/no experiment/);
  expect((await api().get({ id: clone.id })).clonedFrom).toBeNull();
});

test("what cannot be evaluated is refused with what to do", async () => {
  const pool = Pool.parse({});
  await expect(api().evaluate({ pool, arms: paperArms(null, null), matching: false })).rejects.toThrow(
    /The arm "Process" needs a judging run/,
  );
  await expect(api().evaluate({ pool, arms: paperArms(999_999, null), matching: false })).rejects.toThrow(
    /There is no judging run 999999/,
  );
});

test("an experiment is found by name, and a pool names the judging runs that ruled on it", async () => {
  await run(smallPool("found"));
  const judge = await idOf("judging_run", "found-judge");
  const pool = Pool.parse({ runs: [await idOf("rollout_run", "found-run")] });
  const { id } = await api().save(ExperimentPlan.parse({ name: "Found by name", pool, arms: paperArms(judge, null) }));
  const caller = createCallerFactory(appRouter)({ db: own.db });
  expect(await caller.library.palette({ query: "found BY" })).toEqual([
    { kind: "Experiments", name: "Found by name", detail: null, href: `/experiments/${id}` },
  ]);
  const { rows } = await own.db.pool.query("SELECT count(*)::int AS n FROM judgment WHERE judging_run_id = $1", [
    judge,
  ]);
  expect(await api().judges({ pool })).toEqual([{ id: judge, trajectories: rows[0].n }]);
  expect(await api().judges({ pool: { ...pool, search: "zzzyxxq" } })).toEqual([]);
});
