import { spawn } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { parse } from "yaml";
import { type Arm, ExperimentPlan, paperArms } from "@/domain/experiment";
import { FilterMode } from "@/domain/filter";
import { Filter } from "@/domain/filtering/filter";
import { Pool } from "@/domain/pool";
import { appRouter } from "@/server/routers/root";
import { createCallerFactory } from "@/server/routers/trpc";
import { exportOf, importPool, KNOWN_POOL, linesOf } from "@/server/services/export/formats/testing";
import { readDataFacts } from "@/server/services/training/data-facts";
import { naiveOutcome, naiveSteps } from "@/server/testing/filtering/naive";
import { arbitraryPool, type PlainTrajectory } from "@/server/testing/filtering/pool";
import { readPlain, recordsOf } from "@/server/testing/filtering/records";
import { propertyRuns } from "@/server/testing/properties";
import { smallPool, useImports } from "@/server/testing/small-pool";
import { freezeWaiting } from "./freeze";

const { own, run, one, rows } = useImports();
const api = () => createCallerFactory(appRouter)({ db: own.db });
const idOf = async (table: string, key: string): Promise<number> =>
  (await one(`SELECT id FROM ${table} WHERE key = $1`, [key])).id;

let names = 0;
async function experiment(pool: Pool, arms: Arm[], matching = false): Promise<number> {
  names += 1;
  const plan = ExperimentPlan.parse({ name: `Experiment ${names}`, pool, arms, matching });
  return (await api().experiment.save(plan)).id;
}

async function ask(experimentId: number, arm: string, name = `Set ${experimentId} ${arm}`): Promise<number> {
  const { pool, arms, matching } = await api().experiment.get({ id: experimentId });
  const { fingerprint } = await api().experiment.evaluate({ pool, arms, matching });
  return (await api().trainingSet.freeze({ key: randomUUID(), experimentId, arm, fingerprint, name })).id;
}

const freezeAll = () => freezeWaiting(own.db, "0.1.0+test", new AbortController().signal);

async function frozen(experimentId: number, arm: string, name?: string): Promise<number> {
  const id = await ask(experimentId, arm, name);
  await freezeAll();
  expect(await api().trainingSet.get({ id })).toMatchObject({ status: "frozen", message: null });
  return id;
}

const sub = (trainingSet: number) => exportOf(own.db, { format: "sub-trajectories", trainingSet });
const digest = (content: Buffer) => createHash("sha256").update(content).digest("hex");

/** A small pool with its experiment of four modes. */
async function small(prefix: string, given?: Parameters<typeof smallPool>[1]) {
  await run(smallPool(prefix, given));
  const judge = await idOf("judging_run", `${prefix}-judge`);
  const labels = await idOf("labelling_run", `${prefix}-em`);
  const pool = Pool.parse({ runs: [await idOf("rollout_run", `${prefix}-run`)] });
  return { pool, judge, labels, id: await experiment(pool, paperArms(judge, labels)) };
}

const rule = fc.record({
  mode: fc.constantFrom(...FilterMode.options),
  judges: fc.uniqueArray(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 3 }),
  override: fc.option(fc.integer({ min: 0, max: 2 })),
  join: fc.constantFrom("any" as const, "majority" as const, "all" as const),
  aggregation: fc.constantFrom({ kind: "every-step" as const }, { kind: "share" as const, least: 60 }),
  neutralIsReasonable: fc.boolean(),
  missing: fc.constantFrom("unjudged" as const, "reasonable" as const, "left-out" as const),
  threshold: fc.option(fc.constantFrom(0.25, 0.5, 1)),
  granularity: fc.constantFrom("trajectories" as const, "prefixes" as const),
  contexts: fc.constantFrom("each" as const, "once" as const),
});

test("a frozen arm is what its filter keeps of the rows of verdicts, step by step, and its export is that", async () => {
  let pools = 0;
  await fc.assert(
    fc.asyncProperty(arbitraryPool, rule, fc.boolean(), async (given, asked, matching) => {
      pools += 1;
      const key = `frozen${pools}-`;
      await run(recordsOf(key, given));
      const [judges, labels] = await Promise.all([
        Promise.all([0, 1, 2].map((n) => idOf("judging_run", `${key}-judge-${n}`))),
        idOf("labelling_run", `${key}-labels-0`),
      ]);
      const pool = Pool.parse({ runs: [await idOf("rollout_run", `${key}-run`)] });
      const plain = await readPlain(own.db, key);
      const { judges: by, override, mode, threshold, granularity, contexts, ...process } = asked;
      const filter = Filter.parse({
        ...{ mode, granularity, contexts, outcome: { labels, threshold } },
        process: {
          ...process,
          judges: by.map((n) => judges[n]),
          override: override === null ? null : judges[override],
        },
      });
      const arms = [
        { name: "All", filter: Filter.parse({ mode: "none" }) },
        { name: "Asked", filter },
      ];
      const experimentId = await experiment(pool, arms, matching);
      const evaluated = await api().experiment.evaluate({ pool, arms, matching });
      const figures = evaluated.arms[1]?.figures;
      const id = await ask(experimentId, "Asked");
      await freezeAll();
      const set = await api().trainingSet.get({ id });
      if (figures?.subTrajectories === 0) {
        expect(set).toMatchObject({ status: "failed", message: expect.stringContaining("keeps nothing") });
        return;
      }
      expect(set).toMatchObject({
        ...{ status: "frozen", matchedTo: evaluated.matchedTo },
        ...{ trajectories: figures?.trajectories, subTrajectories: figures?.subTrajectories },
        distinctContexts: figures?.distinctContexts,
      });
      const { content } = await sub(id);
      expect(digest(content)).toBe(set.sha256);
      const exported = linesOf(content).map((line) => JSON.parse(line));
      expect(exported).toHaveLength(figures?.subTrajectories ?? -1);

      const ids = await rows("SELECT id FROM trajectory WHERE rollout_run_id = ANY($1) ORDER BY id", [pool.runs]);
      const isDrawn = contexts === "once" || matching;
      const wanted = plain.flatMap((trajectory: PlainTrajectory, row) =>
        naiveSteps(trajectory, filter, by, override, 0).map((step, n) => ({
          ...{ trajectory: ids[row].id, step: n, outcome: naiveOutcome(trajectory, 0, threshold) },
          context: step.context,
        })),
      );
      const found = exported.map(({ trajectory, step, outcome }) => ({ trajectory, step, outcome }));
      const keys = new Set(
        wanted.map(({ trajectory, step, outcome }) => JSON.stringify({ trajectory, step, outcome })),
      );
      for (const row of found) expect(keys).toContain(JSON.stringify(row));
      if (!isDrawn) expect(found).toHaveLength(wanted.length);
      // One judge and nobody before it: the rows carry its own verdicts, neutral ones too.
      if (by.length === 1 && override === null)
        for (const { trajectory, step, rating, score } of exported) {
          const { rows: verdicts } = await own.db.pool.query(
            "SELECT rating, score FROM verdict WHERE trajectory_id = $1 AND idx = $2 AND judging_run_id = $3",
            [trajectory, step, judges[by[0] ?? 0]],
          );
          expect({ rating, score }).toEqual(verdicts[0] ?? { rating: null, score: null });
        }
      const contextsOnce = await exportOf(own.db, { format: "trl-prompt-only", trainingSet: id });
      expect(contextsOnce.state.rows).toBe(figures?.distinctContexts);
    }),
    { numRuns: propertyRuns(15) },
  );
}, 240_000);

test("an export by the filter itself is the same as that of the set; other formats end with the last kept step", async () => {
  await run(smallPool("cut", { samples: 3 }));
  const judge = await idOf("judging_run", "cut-judge");
  const pool = Pool.parse({ runs: [await idOf("rollout_run", "cut-run")] });
  const filter = Filter.parse({ mode: "process", process: { judges: [judge] }, granularity: "prefixes" });
  const id = await frozen(await experiment(pool, [{ name: "Prefixes", filter }]), "Prefixes");
  const bySet = (await sub(id)).content;
  const byFilter = (await exportOf(own.db, { format: "sub-trajectories", pool, filter })).content;
  expect(byFilter.equals(bySet)).toBe(true);
  // The second step of the later samples is unreasonable: of them one step is left.
  const lines = async (format: "openai" | "trl-stepwise" | "prm800k") =>
    linesOf((await exportOf(own.db, { format, trainingSet: id })).content).map((line) => JSON.parse(line));
  expect((await lines("openai")).map(({ messages }) => messages.length)).toEqual([4, 3, 3]);
  expect((await lines("trl-stepwise")).map(({ ratings, steps }) => ({ ratings, steps }))).toEqual([
    { ratings: [1, 1], steps: 2 },
    { ratings: [1], steps: 1 },
    { ratings: [1], steps: 1 },
  ]);
  expect((await lines("prm800k")).map(({ label }) => [label.steps.length, label.finish_reason])).toEqual([
    [2, "solution"],
    [1, "solution"],
    [1, "solution"],
  ]);
  const whole = linesOf((await exportOf(own.db, { format: "swirl", trainingSet: id })).content);
  expect(whole.filter((line) => JSON.parse(line).type === "trajectory")).toHaveLength(3);
});

test("verdicts and outcomes are those that were frozen, whatever is said later; pairs and training follow them", async () => {
  const pool = await importPool(own.db, "pairs", KNOWN_POOL);
  const judges = pool.judge === null ? [] : [pool.judge];
  const outcome = { labels: await api().experiment.labels({ pool }) };
  const arms = [{ name: "All", filter: Filter.parse({ mode: "none", process: { judges }, outcome }) }];
  const id = await frozen(await experiment(pool, arms), "All");
  const set = await api().trainingSet.get({ id });
  const pairs = async () => (await exportOf(own.db, { format: "trl-preference", trainingSet: id })).content;
  const before = [(await sub(id)).content, await pairs()];
  expect(linesOf(before[1] ?? Buffer.alloc(0))).toHaveLength(1);
  const byMode = await exportOf(own.db, { format: "trl-preference", pool, mode: "none" });
  expect(byMode.content.equals(before[1] ?? Buffer.alloc(0))).toBe(true);
  await own.db.pool.query("UPDATE verdict SET rating = -rating WHERE judging_run_id = ANY($1)", [judges]);
  await own.db.pool.query("DELETE FROM outcome");
  expect((await sub(id)).content.equals(before[0] ?? Buffer.alloc(0))).toBe(true);
  expect((await pairs()).equals(before[1] ?? Buffer.alloc(0))).toBe(true);
  const facts = await readDataFacts(own.db, { pool, mode: "none", trainingSet: id }, 1_000_000);
  expect(facts).toMatchObject({
    ...{ trajectories: set.trajectories, subTrajectories: set.subTrajectories },
    distinctContexts: set.distinctContexts,
  });
});

test("a name gets its next version, a key freezes once, and versions are compared", async () => {
  const { id: experimentId, pool } = await small("versions", { samples: 3 });
  const first = await frozen(experimentId, "None", "Versions");
  const second = await frozen(experimentId, "Process", "versions");
  expect(await api().trainingSet.get({ id: second })).toMatchObject({
    ...{ version: 2, parent: { id: first, name: "Versions", version: 1 }, arm: "Process", pool },
    filter: { mode: "process" },
  });
  expect((await api().trainingSet.versions({ name: "VERSIONS" })).map(({ version }) => version)).toEqual([2, 1]);
  const { fingerprint = "" } = await api().experiment.get({ id: experimentId });
  const asked = { key: randomUUID(), experimentId, arm: "None", fingerprint: fingerprint ?? "", name: "Once" };
  const answers = await Promise.all([api().trainingSet.freeze(asked), api().trainingSet.freeze(asked)]);
  expect(answers[0]).toEqual(answers[1]);
  expect((await api().trainingSet.versions({ name: "Once" })).map(({ version }) => version)).toEqual([1]);

  // Sample 0 is reasonable throughout; the two others are not.
  expect(await api().trainingSet.difference({ first, second })).toEqual({
    ...{ both: 1, onlyFirst: 2, onlySecond: 0, stepsOfBoth: 2, stepsOnlyFirst: 4, stepsOnlySecond: 0 },
    ...{ ruledOtherwise: 0, labelledOtherwise: 0 },
  });
  const only = await api().trainingSet.differenceRows({ first, second, limit: 1 });
  const rest = await api().trainingSet.differenceRows({ first, second, cursor: only[0]?.id, limit: 5 });
  expect([...only, ...rest].map(({ subTrajectories, numSteps }) => [subTrajectories, numSteps])).toEqual([
    [2, 2],
    [2, 2],
  ]);
  expect(await api().trainingSet.differenceRows({ first: second, second: first, limit: 5 })).toEqual([]);
  const inBoth = (
    await rows("SELECT trajectory_id AS id FROM training_set_member WHERE training_set_id = $1", [second])
  )[0].id;
  expect(await api().trainingSet.ofTrajectory({ id: inBoth })).toEqual([
    { id: second, name: "versions", version: 2, steps: [true, true] },
    { id: first, name: "Versions", version: 1, steps: [true, true] },
  ]);
  expect(await api().browse.count({ pool: Pool.parse({ trainingSet: second }) })).toMatchObject({ count: 1 });
});

test("the card says what the set is made of, in YAML and in words", async () => {
  const { id: experimentId } = await small("card");
  const id = await frozen(experimentId, "Process and outcome", "Card");
  const card = await api().trainingSet.card({ id });
  const [, head = "", body = ""] = card.split(/^---$/m);
  expect(parse(head)).toMatchObject({ pretty_name: "Card v1", size_categories: ["n<1K"] });
  expect(head).not.toContain("configs");
  const { sha256, facts } = await api().trainingSet.get({ id });
  for (const part of [sha256, "2 sub-trajectories of 1 trajectory", "card judge v1", "card em v1", "0.1.0+test"])
    expect(body).toContain(part);
  expect(facts).toMatchObject({ outcomes: { correct: 1, incorrect: 0, unlabelled: 0 }, pool: { trajectories: 2 } });
});

test("data that changed after they were looked at are not frozen, nor an arm that keeps nothing", async () => {
  const { id: experimentId } = await small("changed");
  const asked = await ask(experimentId, "None");
  await run(smallPool("changed", { samples: 3 }));
  await freezeAll();
  expect(await api().trainingSet.get({ id: asked })).toMatchObject({
    ...{ status: "failed", sha256: null, trajectories: null },
    message: expect.stringContaining("The data have changed"),
  });
  await expect(api().trainingSet.card({ id: asked })).rejects.toThrow(/is not frozen: The data have changed/);
  await expect(sub(asked)).rejects.toThrow(/is not frozen/);
  expect(await rows("SELECT 1 FROM training_set_member WHERE training_set_id = $1", [asked])).toEqual([]);
  await expect(ask(experimentId, "Nobody")).rejects.toThrow(/has no arm "Nobody"/);
});

test("what was frozen neither changes nor loses what it is made of", async () => {
  const { id: experimentId, pool } = await small("kept");
  const id = await frozen(experimentId, "None", "Kept");
  const { pool: db } = own.db;
  await expect(db.query("UPDATE training_set SET sha256 = 'x' WHERE id = $1", [id])).rejects.toThrow(/does not change/);
  await expect(db.query("UPDATE training_set_member SET correct = NULL")).rejects.toThrow(/does not change/);
  await expect(db.query("DELETE FROM training_set_member WHERE training_set_id = $1", [id])).rejects.toThrow(
    /does not change/,
  );
  const added = db.query(
    `INSERT INTO training_set_member (training_set_id, trajectory_id, reach, kept, ratings, scores)
     VALUES ($1, 2147483647, 1, B'1', '{1}', '{NULL}')`,
    [id],
  );
  await expect(added).rejects.toThrow(/does not change/);
  await expect(db.query("DELETE FROM trajectory WHERE rollout_run_id = ANY($1)", [pool.runs])).rejects.toThrow(
    /a training set holds trajectories/,
  );
  // Where it came from may go.
  await api().experiment.remove({ id: experimentId });
  expect(await api().trainingSet.get({ id })).toMatchObject({ status: "frozen", experiment: null });
  await expect(api().trainingSet.remove({ id, name: "Kept" })).rejects.toThrow(/Type the name .*: Kept v1/);
  await api().trainingSet.remove({ id, name: "Kept v1" });
  await expect(api().trainingSet.get({ id })).rejects.toThrow(/no training set/);
  expect(await rows("SELECT 1 FROM training_set_member WHERE training_set_id = $1", [id])).toEqual([]);
  await db.query("DELETE FROM trajectory WHERE rollout_run_id = ANY($1)", [pool.runs]);
  // The number of one that is gone is not given again.
  expect(await api().trainingSet.nextVersion({ name: "kept" })).toBe(2);
  expect(await api().trainingSet.nextVersion({ name: "never" })).toBe(1);
});

test("two workers freeze a set once; one that is broken off leaves nothing, and the next is the same", async () => {
  const { id: experimentId } = await small("twice", { samples: 40 });
  const id = await ask(experimentId, "None", "Twice");
  const counts = await Promise.all([freezeAll(), freezeAll(), freezeAll()]);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
  const { sha256 } = await api().trainingSet.get({ id });

  const again = await ask(experimentId, "None", "Twice");
  const stopping = new AbortController();
  stopping.abort();
  expect(await freezeWaiting(own.db, "0.1.0+test", stopping.signal)).toBe(0);
  expect(await api().trainingSet.get({ id: again })).toMatchObject({ status: "freezing" });
  await killedWhileFreezing(again);
  expect(await api().trainingSet.get({ id: again })).toMatchObject({ status: "freezing", sha256: null });
  expect(await rows("SELECT 1 FROM training_set_member WHERE training_set_id = $1", [again])).toEqual([]);
  expect(await freezeAll()).toBe(1);
  expect(await api().trainingSet.get({ id: again })).toMatchObject({ status: "frozen", sha256 });
});

/** A process that freezes is killed while its rows wait for a lock. */
async function killedWhileFreezing(id: number): Promise<void> {
  const blocker = await own.db.pool.connect();
  try {
    await blocker.query("BEGIN");
    await blocker.query("LOCK TABLE training_set_member IN SHARE MODE");
    const script = `import("./server/db.ts").then(async ({ connect }) => {
      const { freezeWaiting } = await import("./server/services/training-set/freeze.ts");
      await freezeWaiting(connect(process.env.DATABASE_URL), "killed", new AbortController().signal);
    })`;
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", script], {
      env: { ...process.env, DATABASE_URL: own.db.pool.options.connectionString },
      stdio: "ignore",
    });
    const ended = once(child, "close");
    await vi.waitUntil(
      async () =>
        (await rows("SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'training_set_member'::regclass")).length >
        0,
      { timeout: 50_000, interval: 20 },
    );
    child.kill("SIGKILL");
    expect((await ended)[1]).toBe("SIGKILL");
    expect((await one("SELECT status FROM training_set WHERE id = $1", [id])).status).toBe("freezing");
  } finally {
    await blocker.query("ROLLBACK");
    blocker.release();
  }
  await vi.waitUntil(
    async () =>
      (
        await rows(
          "SELECT 1 FROM pg_stat_activity WHERE query LIKE 'INSERT INTO training_set_member%' AND pid <> pg_backend_pid()",
        )
      ).length === 0,
    { timeout: 50_000, interval: 50 },
  );
}
