import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { paperArms } from "@/domain/experiment";
import type { LineageKind } from "@/domain/lineage/node";
import { figureWords } from "@/domain/lineage/words";
import { EMPTY_POOL, type Pool } from "@/domain/pool";
import { NOT_HERE } from "@/domain/reference";
import { loadSamplePool } from "@/server/services/sample/load";
import { smallPool, useImports } from "@/server/testing/small-pool";
import { addTrainingRun } from "@/server/training/testing";
import { type Lineage, MOST_NODES, readLineage } from "./read";

const { own, run, one } = useImports();
const read = (kind: LineageKind, id: number, limit = MOST_NODES) => readLineage(own.db, { kind, id, limit });
const idOf = async (table: string, name: string): Promise<number> =>
  (await one(`SELECT id FROM ${table} WHERE name = $1`, [name])).id;

/** "Rollout run a → Judging run b" */
function told({ nodes, edges }: Lineage): string[] {
  const names = new Map(nodes.map(({ key, word, name }) => [key, `${word} ${name}`]));
  return edges.map(({ from, to }) => `${names.get(from)} → ${names.get(to)}`).sort();
}

/** A pool that was judged and labelled, and the ids of its parts. */
async function pool(prefix: string) {
  expect(await run(smallPool(prefix))).toMatchObject({ status: "done" });
  const ids = {
    set: await idOf("question_set", prefix),
    rollout: await idOf("rollout_run", prefix),
    judge: await idOf("judging_run", `${prefix} judge`),
    labels: await idOf("labelling_run", `${prefix} em`),
  };
  return ids;
}

/** A training run on a pool and a filter mode, and the model that came out of it. */
async function train(name: string, part: Partial<Pool>, base?: number) {
  const training = await addTrainingRun(own.db, { name, status: "done" });
  await own.db.pool.query(
    "UPDATE training_run SET data = $2, checked = $3, base_model_id = coalesce($4, base_model_id) WHERE id = $1",
    [
      training.id,
      JSON.stringify({ pool: { ...EMPTY_POOL, ...part }, mode: "process" }),
      JSON.stringify({ trajectories: 1 }),
      base ?? null,
    ],
  );
  const parentId = base ?? training.baseModelId;
  const model = await own.db.prisma.model.create({
    data: { name: `model of ${name}`, kind: "checkpoint", parentId, trainingRunId: training.id },
  });
  return { training: training.id, model: model.id };
}

test("from questions to a model, over its own rollouts to the model after it, and to evals", async () => {
  const first = await pool("one");
  const { training, model } = await train("round 1", {
    runs: [first.rollout],
    judge: first.judge,
    labels: first.labels,
  });
  const second = await pool("two");
  await own.db.pool.query("UPDATE rollout_run SET model_id = $2 WHERE id = $1", [second.rollout, model]);
  const next = await train("round 2", { sets: [second.set] }, model);
  const measured = await pool("eval");
  await own.db.pool.query("UPDATE rollout_run SET model_id = $2, purpose = 'eval' WHERE id = $1", [
    measured.rollout,
    next.model,
  ]);

  const lineage = await read("model", next.model);
  expect(told(lineage)).toEqual(
    [
      "Question set one → Rollout run one",
      "Model m → Rollout run one",
      "Rollout run one → Judging run one judge v1",
      "Rollout run one → Labelling run one em v1",
      "Rollout run one → Filter Process",
      "Judging run one judge v1 → Filter Process",
      "Labelling run one em v1 → Filter Process",
      "Filter Process → Training run round 1",
      "Model base of round 1 → Training run round 1",
      "Training run round 1 → Model model of round 1",
      "Model model of round 1 → Rollout run two",
      "Question set two → Rollout run two",
      "Rollout run two → Filter Process",
      "Filter Process → Training run round 2",
      "Model model of round 1 → Training run round 2",
      "Training run round 2 → Model model of round 2",
      "Model model of round 2 → Eval eval",
      "Eval eval → Judging run eval judge v1",
      "Eval eval → Labelling run eval em v1",
    ].sort(),
  );
  const figures = Object.fromEntries(lineage.nodes.map(({ key, figure }) => [key, figure && figureWords(figure)]));
  expect(figures).toMatchObject({
    [`question-set:${first.set}`]: "1 question",
    [`rollout-run:${first.rollout}`]: "2 trajectories",
    [`judging-run:${first.judge}`]: "50.0\u00a0% reasonable, n = 2",
    [`run-filter:${training}`]: "keeps 1 trajectory",
    [`rollout-run:${measured.rollout}`]: "50.0\u00a0% right, n = 2: eval",
  });
  expect(lineage).toMatchObject({ loops: [], more: 0 });
  // Walked from its other end it is the same graph, less what did not come of that end.
  const forward = await read("question-set", first.set);
  expect(forward.nodes.map(({ key }) => key)).toEqual(
    expect.arrayContaining([`model:${next.model}`, `rollout-run:${measured.rollout}`]),
  );
  expect(forward.nodes.map(({ key }) => key)).not.toContain(`question-set:${second.set}`);

  const few = await read("model", next.model, 4);
  expect(few.nodes).toHaveLength(4);
  expect(few.more).toBeGreaterThan(0);
});

test("a training set stands between its filter and what was trained on it; what is gone keeps its name", async () => {
  const { rollout, judge } = await pool("frozen");
  const named = (id: number, name: string) => ({ id, key: name, name });
  const facts = {
    questionSets: [],
    rolloutRuns: [
      { ...named(rollout, "frozen"), model: null, weightsHash: null, isSample: false, trajectories: 1 },
      { ...named(99_999, "long gone"), model: null, weightsHash: null, isSample: false, trajectories: 1 },
    ],
    judgingRuns: [{ ...named(judge, "frozen judge"), version: 1, kind: "model" }],
    labellingRun: null,
    outcomes: { correct: 1, incorrect: 0, unlabelled: 0 },
    pool: { trajectories: 2, subTrajectories: 4 },
    questions: 1,
    contextTokens: { total: 0, max: 0, counted: 0, uncounted: 0 },
    dropped: [],
  };
  const set = await own.db.prisma.trainingSet.create({
    data: {
      ...{ key: randomUUID(), name: "Kept", version: 3, status: "frozen", arm: "Process", fingerprint: "x", facts },
      ...{
        sha256: "a".repeat(64),
        trajectories: 1,
        plan: { name: "x", pool: EMPTY_POOL, arms: paperArms(judge, null) },
      },
    },
  });
  const training = await addTrainingRun(own.db, { name: "on a set" });
  await own.db.pool.query("UPDATE training_run SET training_set_id = $2 WHERE id = $1", [training.id, set.id]);

  const lineage = await read("training-set", set.id);
  expect(told(lineage)).toEqual(
    [
      "Question set frozen → Rollout run frozen",
      "Model m → Rollout run frozen",
      "Rollout run frozen → Filter Process",
      "Rollout run frozen → Judging run frozen judge v1",
      "Rollout run long gone → Filter Process",
      "Judging run frozen judge v1 → Filter Process",
      "Filter Process → Training set Kept v3",
      "Training set Kept v3 → Training run on a set",
    ].sort(),
  );
  const byName = new Map(lineage.nodes.map((node) => [node.name, node]));
  expect(byName.get("long gone")).toMatchObject({ isGone: true, href: null });
  expect(byName.get("Kept v3")).toMatchObject({ isGone: false, isAfterGone: true });
  expect(byName.get("frozen judge v1")).toMatchObject({ isAfterGone: false });
  const kept = byName.get("Kept v3")?.figure;
  expect(kept && figureWords(kept)).toBe("sha256 aaaaaaaaaaaa");
  expect((await read("judging-run", judge)).nodes.map(({ name }) => name)).toContain("Kept v3");
});

test("a review serves between the run under review and what people ruled, and is not dropped when it is removed", async () => {
  const { rollout, judge } = await pool("reviewed");
  const key = randomUUID();
  const plan = { unit: "step", sampling: { kind: "uniform" }, size: 1, ruling: "steps", judges: [judge], labels: null };
  const review = await own.db.prisma.review.create({
    data: { key, name: "By hand", pool: EMPTY_POOL, plan, population: [] },
  });
  await own.db.pool.query(
    `INSERT INTO review_item (review_id, idx, trajectory_id, probability, stratum)
     SELECT $1, 0, min(id), 1, 0 FROM trajectory WHERE rollout_run_id = $2`,
    [review.id, rollout],
  );
  const people = await own.db.prisma.judgingRun.create({
    data: { key: `review:${key}:final`, version: 1, name: "What stands", judgeKind: "human" },
  });
  const { model } = await train("by hand", { runs: [rollout], judge: people.id });
  const chain = ["Judging run reviewed judge v1 → Review By hand", "Rollout run reviewed → Review By hand"];
  expect(told(await read("model", model))).toEqual(
    expect.arrayContaining([...chain, "Review By hand → Judging run What stands v1"]),
  );
  await own.db.prisma.review.delete({ where: { id: review.id } });
  const after = await read("model", model);
  expect(told(after)).toContain("Review not in this studio → Judging run What stands v1");
  expect(after.nodes.find(({ key: each }) => each === `model:${model}`)).toMatchObject({ isAfterGone: true });
});

test("what a pool names and is not here is a node, a model's parent without a training run an edge", async () => {
  const { model, training } = await train("elsewhere", { runs: [NOT_HERE], judge: 99_998 });
  expect(told(await read("training-run", training))).toEqual(
    expect.arrayContaining([
      "Rollout run not in this studio → Filter Process",
      "Judging run no. 99998 → Filter Process",
    ]),
  );
  await own.db.pool.query("UPDATE model SET training_run_id = NULL WHERE id = $1", [model]);
  expect(told(await read("model", model))).toEqual(["Model base of elsewhere → Model model of elsewhere"]);
  await expect(read("model", 99_999)).rejects.toMatchObject({ code: "not-found" });
});

test("the sample pool's models have a whole lineage", async () => {
  const HELD_OUT = "SWiRL on what process keeps · Arithmetic word problems, held out · Held-out questions";
  await loadSamplePool(own.db);
  const lineage = await read("model", await idOf("model", "SWiRL on what process keeps"));
  expect(lineage.nodes.filter(({ isGone, isSample }) => isGone || !isSample)).toEqual([]);
  expect(told(lineage)).toEqual(
    expect.arrayContaining([
      "Question set Arithmetic word problems → Rollout run Base model, arithmetic",
      "Model Sample base → Rollout run Base model, arithmetic",
      "Rollout run Base model, arithmetic → Judging run Teacher v1",
      "Judging run Teacher v1 → Filter Process",
      "Filter Process → Training run SWiRL on what process keeps",
      "Model Sample base → Training run SWiRL on what process keeps",
      "Training run SWiRL on what process keeps → Model SWiRL on what process keeps",
      `Model SWiRL on what process keeps → Eval ${HELD_OUT}`,
      `Eval ${HELD_OUT} → Labelling run ${HELD_OUT} v1`,
    ]),
  );
  expect(lineage.nodes.map(({ name }) => name)).not.toContain("SFT on what process keeps");
  expect(lineage.nodes.map(({ name }) => name)).not.toContain("Teacher 2 v1");
});

test("who judged and who rewarded are part of it: by their endpoint, else by its name", async () => {
  const first = await pool("judged");
  const { training, model } = await train("rewarded", { runs: [first.rollout], judge: first.judge });
  const at = { baseUrl: "http://127.0.0.1:9/v1", servedName: "x", maxConcurrency: 1, timeoutMs: 1, patienceMs: 1 };
  const endpoint = await own.db.prisma.endpoint.create({ data: { ...at, name: "judge's place" } });
  const add = (name: string, endpointId: number | null) =>
    own.db.prisma.model.create({ data: { name, kind: "base", endpointId } });
  const judge = await add("the judge", endpoint.id);
  const second = await add("served there later", endpoint.id);
  const away = await add("judge from elsewhere", null);
  const judgedAt = (settings: object) =>
    own.db.pool.query("UPDATE judging_run SET judge_kind = 'model', settings = $2 WHERE id = $1", [
      first.judge,
      JSON.stringify(settings),
    ]);
  const rewardedBy = (endpointId: number | null, name: string) =>
    own.db.pool.query("UPDATE training_run SET reward = $2 WHERE id = $1", [
      training,
      JSON.stringify({ kind: "judge", endpointId, templateId: null, endpoint: name, template: "t" }),
    ]);

  await judgedAt({ endpoint: { id: endpoint.id, name: "judge's place" } });
  await rewardedBy(endpoint.id, "judge's place");
  const drawn = told(await read("model", model));
  expect(drawn).toContain("Model the judge → Judging run judged judge v1");
  expect(drawn).toContain("Model the judge → Training run rewarded");
  expect(drawn.join()).not.toContain("served there later");
  expect(told(await read("model", judge.id))).toContain("Model the judge → Training run rewarded");
  expect((await read("model", second.id)).edges).toEqual([]);

  await judgedAt({ endpoint: { name: away.name } });
  await rewardedBy(null, away.name);
  const imported = told(await read("model", model));
  expect(imported).toContain("Model judge from elsewhere → Judging run judged judge v1");
  expect(imported).toContain("Model judge from elsewhere → Training run rewarded");

  // Rules are nobody's, and a reward may be one.
  await own.db.pool.query("UPDATE judging_run SET judge_kind = 'rule' WHERE id = $1", [first.judge]);
  await own.db.pool.query(`UPDATE training_run SET reward = '{"kind":"rule","rule":"well-formed"}' WHERE id = $1`, [
    training,
  ]);
  expect(told(await read("model", model)).join()).not.toContain("judge from elsewhere");
});
