import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { wilson } from "@/domain/interval";
import { EMPTY_POOL } from "@/domain/pool";
import { appRouter } from "@/server/routers/root";
import { createCallerFactory } from "@/server/routers/trpc";
import { FIGURE_STEPS, figurePool } from "@/server/testing/figure-pool";
import { useImports } from "@/server/testing/small-pool";

const { own, run, rows, one } = useImports();
const api = () => createCallerFactory(appRouter)({ db: own.db }).evalFigures;

const idOf = async (table: string, name: string): Promise<number> =>
  (await one(`SELECT id FROM ${table} WHERE name = $1`, [name])).id;

test("without a trained and evaluated model every figure is empty", async () => {
  expect(await api().modes({})).toMatchObject({ subject: null, figure: { bars: [], missing: [] }, head: { ways: [] } });
  expect((await api().scaling({})).figure.panels).toEqual([]);
  expect((await api().transfer({})).matrix.rows).toEqual([]);
  expect(await api().sources({})).toMatchObject({ students: { rows: [] }, policies: { rows: [] } });
});

test("bars of one pool's training runs: seeds together, intervals, and what is not evaluated", async () => {
  const report = await run(figurePool());
  expect(report).toMatchObject({ status: "done", rejected: 0 });
  const { subjects, figure, head } = await api().modes({});
  expect(subjects).toMatchObject([{ kind: "pool", name: "process, seed 1" }]);
  expect(head).toMatchObject({ ways: ["settings not recorded"], otherwise: [], leftOut: 0, moreRuns: false });
  expect(figure.sets.map(({ name }) => name)).toEqual(["Figure arithmetic", "Figure search"]);
  expect(
    figure.bars.map(({ name, mode, runs, cells }) => [name, mode, runs.length, cells.map((cell) => cell?.share)]),
  ).toEqual([
    ["figure base", null, 0, [8 / 20, 5 / 20]],
    ["none", "none", 1, [10 / 20, 4 / 20]],
    ["process, seed 1", "process", 2, [26 / 40, 7 / 20]],
  ]);
  expect(figure.missing).toEqual([{ name: "outcome", why: "not evaluated" }]);
  const base = figure.bars[0]?.cells[0];
  expect(base?.interval?.low).toBeCloseTo(wilson(8, 20)?.low ?? -1, 12);
  expect(figure.bars[2]?.cells[0]).toMatchObject({ n: 40, questions: 20, seeds: 2, resampled: "seeds and questions" });
  expect(figure.bars[2]?.cells[0]?.evals).toEqual([
    await idOf("rollout_run", "eval of process, seed 1"),
    await idOf("rollout_run", "eval of process, seed 2"),
  ]);
  // What the numbers link to holds just the trajectories they were counted from.
  const counted = await one(
    `SELECT count(*)::int AS n, (count(*) FILTER (WHERE o.correct))::int AS c FROM trajectory t
     JOIN outcome o ON o.trajectory_id = t.id
     WHERE t.rollout_run_id = ANY($1::int[]) AND t.question_set_id = $2`,
    [figure.bars[2]?.cells[0]?.evals, figure.sets[0]?.id],
  );
  expect(counted).toEqual({ n: 40, c: 26 });
});

test("curve, transfer, students and policies are of the same evals", async () => {
  const { figure } = await api().scaling({});
  expect(
    figure.panels.map(({ set, series }) => [
      set.name,
      series.map(({ mode, points }) => [mode, points.map(({ size }) => size)]),
    ]),
  ).toEqual([
    [
      "Figure arithmetic",
      [
        ["process", [100]],
        ["none", [300]],
      ],
    ],
    [
      "Figure search",
      [
        ["process", [100]],
        ["none", [300]],
      ],
    ],
  ]);
  expect((await api().scaling({ kind: "contexts" })).figure.panels[0]?.series[0]?.points[0]?.size).toBe(150);

  const { matrix, setNames } = await api().transfer({});
  expect(setNames.map(({ name }) => name)).toEqual(["Figure arithmetic"]);
  const process = matrix.rows.find(({ name }) => name === "process, seed 1");
  expect(process?.cells.map((cell) => [cell?.distribution, cell?.gain?.difference])).toEqual([
    ["trained on", expect.closeTo(26 / 40 - 8 / 20, 12)],
    ["other", expect.closeTo(7 / 20 - 5 / 20, 12)],
  ]);

  const { students, policies } = await api().sources({});
  expect(students.rows.map(({ name, set, student, judge }) => [name, set.name, student.share, judge?.share])).toEqual([
    ["process, seed 1", "Figure arithmetic", 26 / 40, 18 / 20],
    ["process, seed 1", "Figure search", 7 / 20, undefined],
    ["none", "Figure arithmetic", 10 / 20, 18 / 20],
    ["none", "Figure search", 4 / 20, undefined],
  ]);
  expect(policies.rows.map(({ name, policy, writers }) => [name, policy, writers])).toEqual([
    ["process, seed 1", "on-policy", ["figure base"]],
    ["none", "off-policy", ["figure base"]],
  ]);
});

test("arms of an experiment: what was frozen, trained and evaluated, and the sets that a training set is made of", async () => {
  const filter = (mode: string) => ({ mode });
  const arms = [
    { name: "All", filter: filter("none") },
    { name: "Good steps", filter: filter("process") },
    { name: "Right", filter: filter("outcome") },
  ];
  const experiment = await own.db.prisma.experiment.create({ data: { name: "Two arms", pool: EMPTY_POOL, arms } });
  const search = await idOf("question_set", "Figure search");
  const freeze = (arm: string) =>
    own.db.prisma.trainingSet.create({
      data: {
        ...{ key: randomUUID(), name: arm, version: 1, arm, fingerprint: "x", experimentId: experiment.id },
        plan: { arms },
        ...{ trajectories: 77, subTrajectories: 150, distinctContexts: 140, status: "frozen", frozenAt: new Date() },
        sha256: "0".repeat(64),
        facts: {
          questionSets: [
            { id: search, key: "search", name: "Figure search", licence: null, source: null, trajectories: 77 },
          ],
          rolloutRuns: [
            { id: 1, key: "r", name: "r", model: "teacher", weightsHash: null, isSample: false, trajectories: 77 },
          ],
          ...{
            judgingRuns: [],
            labellingRun: null,
            outcomes: { correct: 0, incorrect: 0, unlabelled: 77 },
            questions: 9,
          },
          pool: { trajectories: 77, subTrajectories: 150 },
          ...{ contextTokens: { total: 0, max: 0, counted: 0, uncounted: 0 }, dropped: [] },
        },
      },
    });
  const [good] = [await freeze("Good steps"), await freeze("All")];
  await rows("UPDATE training_run SET training_set_id = $1 WHERE name LIKE 'process%'", [good.id]);
  const { subject, figure } = await api().modes({ of: `experiment-${experiment.id}` });
  expect(subject).toMatchObject({ kind: "experiment", name: "Two arms" });
  expect(figure.bars.map(({ name, mode, cells }) => [name, mode, cells[0]?.share])).toEqual([
    ["figure base", null, 0.4],
    ["Good steps", "process", 0.65],
  ]);
  expect(figure.missing).toEqual([
    { name: "All", why: "not trained" },
    { name: "Right", why: "not frozen" },
  ]);
  const { matrix } = await api().transfer({});
  const row = matrix.rows.find(({ name }) => name === "Good steps");
  expect(row?.cells.map((cell) => cell?.distribution)).toEqual(["other", "trained on"]);
  const { figure: curve } = await api().scaling({});
  expect(curve.panels[0]?.series.find(({ mode }) => mode === "process")?.points[0]?.size).toBe(77);
  const { policies } = await api().sources({});
  expect(policies.rows.find(({ name }) => name === "Good steps")?.writers).toEqual(["teacher"]);
});

test("shares of reasonable steps by the judge that trained and by another, in and out of distribution", async () => {
  // The test before put the process arm on a training set of the other question set.
  await rows("UPDATE training_run SET training_set_id = NULL");
  const { rows: table, second, judges, unjudged, withoutJudge, withoutBase } = await api().process({});
  expect(judges).toEqual([
    { name: "teacher with Reasonable step v1", hadPart: true },
    { name: "another judge", hadPart: false },
  ]);
  expect(second).toBe("another judge");
  const { own: ownSteps, other: otherSteps } = FIGURE_STEPS;
  const told = table.map(({ run, set, distribution, judge, figures }) => [
    ...[run.name, set.name, distribution, judge, figures.own.before.value, figures.own.after.value],
    ...[figures.own.gain.value, figures.other.gain.value, figures.gap.value],
  ]);
  const trained = "teacher with Reasonable step v1";
  const shares = [ownSteps.before / 2, ownSteps.after / 2, (ownSteps.after - ownSteps.before) / 2];
  const gap = (ownSteps.after - ownSteps.before - (otherSteps.after - otherSteps.before)) / 2;
  expect(told.filter(([name]) => name === "process, seed 1")).toEqual([
    [
      "process, seed 1",
      "Figure arithmetic",
      "trained on",
      trained,
      ...shares,
      (otherSteps.after - otherSteps.before) / 2,
      gap,
    ],
    ["process, seed 1", "Figure search", "other", trained, ...shares, null, null],
  ]);
  const searched = await idOf("rollout_run", "eval of process, seed 1");
  const side = table.find(({ run, set }) => run.name === "process, seed 1" && set.name === "Figure arithmetic")?.own
    .after;
  expect(side).toMatchObject({ run: searched, of: 20, judged: 20 });
  expect(new Set(unjudged.map(({ name, judge }) => `${name} / ${judge}`))).toEqual(
    new Set(["eval of base", "eval of process, seed 1", "eval of none"].map((name) => `${name} / another judge`)),
  );
  expect({ withoutJudge, withoutBase }).toEqual({ withoutJudge: [], withoutBase: [] });
});

test("an eval judged in part is named, and only questions judged on both sides are compared", async () => {
  await rows(
    `DELETE FROM judgment g USING trajectory t, rollout_run r, judging_run j
     WHERE t.id = g.trajectory_id AND r.id = t.rollout_run_id AND j.id = g.judging_run_id AND j.name = $1
       AND r.name = 'eval of process, seed 1' AND t.question_id % 4 <> 0`,
    ["teacher's rulings"],
  );
  const { rows: table, partly } = await api().process({});
  const row = table.find(({ run, set }) => run.name === "process, seed 1" && set.name === "Figure arithmetic");
  expect(row?.own.after).toMatchObject({ judged: 5, of: 20 });
  expect(row?.figures.compared).toEqual({ own: 5, other: 20, gap: 5 });
  expect([row?.figures.own.before.n, row?.figures.own.gain.n]).toEqual([20, 5]);
  expect(partly.map(({ name, set, judge, judged: n, of }) => [name, set, judge, n, of])).toContainEqual([
    "eval of process, seed 1",
    "Figure arithmetic",
    "teacher with Reasonable step v1",
    5,
    20,
  ]);
});

test("half of a set is of its family, and what a parent was trained on is never new to its children", async () => {
  const [search, arithmetic] = [
    await idOf("question_set", "Figure search"),
    await idOf("question_set", "Figure arithmetic"),
  ];
  await rows("UPDATE question_set SET metric = 'gsm8k' WHERE id = ANY($1::int[])", [[search, arithmetic]]);
  const of = async (set: string) =>
    (await api().process({})).rows.filter(({ set: { name } }) => name === set).map(({ distribution }) => distribution);
  expect(new Set(await of("Figure search"))).toEqual(new Set(["same family"]));
  await rows("UPDATE question_set SET corpus_id = NULL, metric = NULL WHERE id = ANY($1::int[])", [
    [search, arithmetic],
  ]);
  expect(new Set(await of("Figure search"))).toEqual(new Set(["other"]));

  // "none" is trained from what "process, seed 1" came to, which was trained on the other set.
  const parent = await idOf("model", "process, seed 1");
  const pool = (await one("SELECT data::jsonb AS data FROM training_run WHERE name = 'none'", [])).data;
  const other = { ...pool, pool: { ...pool.pool, runs: [], sets: [search] } };
  await rows("UPDATE training_run SET base_model_id = $1, data = $2 WHERE name = 'none'", [
    parent,
    JSON.stringify(other),
  ]);
  const { matrix } = await api().transfer({});
  const told = (name: string, isBase: boolean) => {
    const row = matrix.rows.find((each) => each.name === name && (each.group === null) === isBase);
    return [row?.trainedOn.own, row?.trainedOn.earlier, row?.cells.map((cell) => cell?.distribution)];
  };
  expect(told("none", false)).toEqual([[search], [arithmetic], ["trained on", "trained on"]]);
  expect(told("process, seed 1", true)).toEqual([[arithmetic], [], ["trained on", "other"]]);
  // A checkpoint of a run that is gone: what it was trained on is not known.
  await rows("UPDATE model SET training_run_id = NULL WHERE id = $1", [parent]);
  const { matrix: later } = await api().transfer({});
  const row = later.rows.find(({ name, group }) => name === "none" && group !== null);
  expect(row?.cells.map((cell) => cell?.distribution)).toEqual([null, "trained on"]);
});
