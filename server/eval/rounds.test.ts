/** The next round on a real database with real runs: what a model was trained on, again by the model itself. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { Filter } from "@/domain/filtering/filter";
import { DEFAULT_TEMPLATE } from "@/domain/judging/default-template";
import { Engine } from "@/server/engine/engine";
import { executors } from "@/server/engine/executors";
import { appRouter } from "@/server/routers/root";
import { createCallerFactory } from "@/server/routers/trpc";
import { addModel } from "@/server/testing/endpoint";
import { type OpenAiServer, startOpenAiServer } from "@/server/testing/openai-server/server";
import { HEADER, useImports } from "@/server/testing/small-pool";
import { EvalConductor } from "./conductor";
import { ServingEngine } from "./testing/serving-engine";

const { own, run: load, rows, one } = useImports();
const api = () => createCallerFactory(appRouter)({ db: own.db });
const QUESTIONS = 6;

let openai: OpenAiServer;
let runs: Engine;
let conductor: EvalConductor;
let base: { modelId: number; endpointId: number };
let setId: number;

beforeAll(async () => {
  openai = await startOpenAiServer();
  await load([
    HEADER,
    { type: "question-set", key: "sums", name: "sums", metric: "gsm8k" },
    ...Array.from({ length: 20 }, (_, n) => ({
      type: "question",
      set: "sums",
      key: `q${n}`,
      text: `What is ${n + 20} + ${n}?`,
      answers: [String(2 * n + 20)],
    })),
  ]);
  setId = (await one("SELECT id FROM question_set")).id;
  base = await addModel(own.db, { url: openai.url, name: "base" });
  const url = own.db.pool.options.connectionString ?? "";
  runs = new Engine(url, executors);
  await runs.start();
  conductor = new EvalConductor(url, {
    open: () => new ServingEngine(),
    trainerFiles: async () => new Map(),
    leaseSeconds: 60,
  });
  conductor.start();
});
afterAll(async () => {
  await Promise.all([runs.stop(), conductor.stop()]);
  await openai.close();
});

const isDone = (kind: "rollout" | "judging" | "labelling", runId: number) =>
  vi.waitFor(async () => expect((await api().runs.progress({ kind, runId }))?.status).toBe("done"), {
    timeout: 50_000,
    interval: 100,
  });

/** A first round by the base, and a checkpoint that says it was trained on its process mode. */
async function firstRound() {
  const { settings } = await api().rollout.defaults({ questionSetId: setId, modelId: base.modelId });
  const questions = { questionSetId: setId, limit: QUESTIONS, drawSeed: 5 };
  const plan = { name: "Round 1", modelId: base.modelId, questions, settings: { ...settings, samples: 2 } };
  const { id: rollouts } = await api().rollout.start(plan);
  await isDone("rollout", rollouts);
  const template = await own.db.prisma.judgeTemplate.create({ data: { ...DEFAULT_TEMPLATE, version: 1 } });
  const pool = { runs: [rollouts] };
  const { id: judging } = await api().judging.start({
    name: "Judged",
    pool,
    judge: { kind: "model", endpointId: base.endpointId, templateId: template.id },
  });
  const { id: labelling } = await api().labelling.start({
    name: "Labelled",
    pool,
    labeller: { kind: "metric", metric: "gsm8k-flexible" },
  });
  await Promise.all([isDone("judging", judging), isDone("labelling", labelling)]);
  const { id: trained } = await one(
    `INSERT INTO training_run (key, name, algorithm, status, engine_settings, base_model_id, data, config, resources, checked,
       revision) VALUES ($1, 'Trained', 'swirl', 'done', '{}', $2, $3, '', '{}', '{}', 1) RETURNING id`,
    [
      randomUUID(),
      base.modelId,
      JSON.stringify({ pool: { runs: [rollouts], judge: judging, labels: labelling }, mode: "process" }),
    ],
  );
  const { id: modelId } = await own.db.prisma.model.create({
    data: {
      name: "checkpoint",
      kind: "checkpoint",
      parentId: base.modelId,
      endpointId: base.endpointId,
      trainingRunId: trained,
    },
  });
  return { modelId, rollouts, judging, labelling, questions };
}

test("questions, tools, judge, metric and filter are repeated with the new model", async () => {
  const first = await firstRound();
  const { plan, iteration, missing, trainingRun, serving } = await api().round.suggest({ modelId: first.modelId });
  expect(serving).toMatchObject({ answers: { by: "endpoint" }, engines: [], engineId: null });
  expect([iteration, missing, trainingRun.name]).toEqual([2, [], "Trained"]);
  expect(plan).toMatchObject({
    modelId: first.modelId,
    rollouts: [
      { questions: first.questions, settings: { samples: 2, tools: ["calculator"] }, repeats: first.rollouts },
    ],
    judges: [{ judge: { kind: "model", endpointId: base.endpointId }, repeats: first.judging }],
    labeller: { kind: "metric", metric: "gsm8k-flexible" },
    filter: { mode: "process", process: { judges: [first.judging] }, outcome: { labels: first.labelling } },
  });
  const key = randomUUID();
  const started = await Promise.all([api().round.start({ key, plan }), api().round.start({ key, plan })]);
  expect(new Set(started.map(({ id }) => id)).size).toBe(1);
  const id = started[0]?.id ?? 0;
  const round = await vi.waitFor(
    async () => {
      const found = await api().round.get({ id });
      expect(found).toMatchObject({ status: "done", message: null });
      return found;
    },
    { timeout: 50_000, interval: 100 },
  );
  expect(round.runs.map(({ kind, done }) => [kind, done])).toEqual([
    ["rollout", 2 * QUESTIONS],
    ["labelling", 2 * QUESTIONS],
    ["judging", 2 * QUESTIONS],
  ]);
  const same = await one(
    `SELECT (SELECT array_agg(DISTINCT question_id ORDER BY question_id) FROM trajectory WHERE rollout_run_id = $1)
       = (SELECT array_agg(DISTINCT question_id ORDER BY question_id) FROM trajectory WHERE rollout_run_id = $2) AS same,
       (SELECT array_agg(DISTINCT model_id) FROM trajectory WHERE rollout_run_id = $2) AS models`,
    [first.rollouts, round.runs[0]?.id],
  );
  expect(same).toEqual({ same: true, models: [first.modelId] });
  const experiment = await api().experiment.get({ id: round.experiment?.id ?? 0 });
  expect(experiment).toMatchObject({
    arms: [
      { name: "As the round before", filter: { mode: "process", process: { judges: [round.runs[2]?.id] } } },
      { name: "None", filter: { mode: "none" } },
    ],
  });
});

test("each iteration with what its model generated, counted by hand", async () => {
  const { id } = await one("SELECT id FROM model WHERE name = 'checkpoint'");
  const { iterations } = await api().round.iterations({ modelId: id });
  expect(iterations.map(({ name, iteration, trained }) => [iteration, name, trained?.name ?? null])).toEqual([
    [1, "base", null],
    [2, "checkpoint", "Trained"],
  ]);
  for (const { model, generated } of iterations) {
    const steps = await rows(
      `SELECT v.rating, t.id, o.correct FROM trajectory t JOIN step s ON s.trajectory_id = t.id
       LEFT JOIN verdict v ON v.trajectory_id = t.id AND v.idx = s.idx LEFT JOIN outcome o ON o.trajectory_id = t.id
       JOIN rollout_run r ON r.id = t.rollout_run_id WHERE r.model_id = $1`,
      [model],
    );
    const ruled = steps.filter(({ rating }) => rating !== null);
    expect(generated).toMatchObject({
      trajectories: 2 * QUESTIONS,
      steps: steps.length,
      unjudgedSteps: steps.length - ruled.length,
      reasonable: { n: ruled.length, share: ruled.filter(({ rating }) => rating >= 0).length / ruled.length },
    });
    const count = (isSound: boolean, isCorrect: boolean) =>
      [...new Set(steps.map((step) => step.id))].filter((one) => {
        const own = steps.filter((step) => step.id === one);
        if (own[0].correct !== isCorrect) return false;
        return isSound
          ? own.every(({ rating }) => rating !== null && rating >= 0)
          : own.some(({ rating }) => rating === -1);
      }).length;
    expect(generated?.composition).toMatchObject({
      reasonableCorrect: count(true, true),
      reasonableIncorrect: count(true, false),
      unreasonableCorrect: count(false, true),
      unreasonableIncorrect: count(false, false),
    });
  }
});

test("a base model has no round to repeat; a cancelled round ends its runs", async () => {
  await expect(api().round.suggest({ modelId: base.modelId })).rejects.toThrow("came out of no training run");
  const model = await one("SELECT id FROM model WHERE name = 'checkpoint'");
  const { plan } = await api().round.suggest({ modelId: model.id });
  await expect(api().round.start({ key: randomUUID(), plan: { ...plan, rollouts: [] } })).rejects.toThrow(
    "does not have the expected shape",
  );
  const { id } = await api().round.start({ key: randomUUID(), plan: { ...plan, name: "Again" } });
  await api().round.cancel({ id });
  const { status, runs: all } = await api().round.get({ id });
  expect(status).toBe("cancelled");
  expect(all.every((run) => run.status === "cancelled" || run.status === "done")).toBe(true);
  await expect(api().round.cancel({ id: 999_999 })).rejects.toThrow("There is no round 999999.");
});

test("every judge that the filter joins is repeated; who cannot be is said, on the page and by the arm", async () => {
  const { id: modelId } = await one("SELECT id FROM model WHERE name = 'checkpoint'");
  const { plan } = await api().round.suggest({ modelId });
  const runId = plan.rollouts[0]?.repeats ?? 0;
  const judging = plan.judges[0]?.repeats ?? 0;
  const { id: rules } = await api().judging.start({
    name: "By rules",
    pool: { runs: [runId] },
    judge: { kind: "rule", rules: ["answer-present"] },
  });
  await isDone("judging", rules);
  const person = async (name: string) =>
    (
      await one(
        "INSERT INTO judging_run (key, version, name, judge_kind, settings) VALUES ($1, 1, $1, 'human', '{}') RETURNING id",
        [name],
      )
    ).id;
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const { id: away } = await one(
    `INSERT INTO judging_run (key, version, name, judge_kind, settings)
     SELECT 'away', 1, 'Away', 'model', jsonb_set(settings::jsonb, '{endpoint,name}', '"nowhere"') FROM judging_run
     WHERE id = $1 RETURNING id`,
    [judging],
  );
  const process = { judges: [judging, rules, ann, away], join: "majority", override: bob };
  const arm = { name: "Joined", filter: Filter.parse({ mode: "process", process }) };
  await own.db.pool.query(
    `WITH made AS (
       INSERT INTO training_set (key, name, version, arm, fingerprint, plan)
       VALUES ($1, 'Joined', 1, 'Joined', 'x', $2) RETURNING id)
     UPDATE training_run SET training_set_id = (SELECT id FROM made) WHERE name = 'Trained'`,
    [randomUUID(), JSON.stringify({ name: "Joined", pool: { runs: [runId] }, arms: [arm] })],
  );
  const joined = await api().round.suggest({ modelId });
  expect(joined.plan.judges.map(({ judge, repeats }) => [judge.kind, repeats])).toEqual([
    ["model", judging],
    ["rule", rules],
  ]);
  expect(joined.missing).toEqual([
    '"Ann" was not made by a judge that can be asked again.',
    '"Away" cannot be repeated: its judge\'s endpoint or template is not here any more.',
    "The filter joined 4 judging runs. Repeated, it goes by 2 of them.",
    'The rulings of "Bob" went before those of the judges. Nobody can repeat them, and the filter is repeated without.',
  ]);
  const { id } = await api().round.start({ key: randomUUID(), plan: { ...joined.plan, name: "Two judges" } });
  const round = await vi.waitFor(
    async () => {
      const found = await api().round.get({ id });
      expect(found).toMatchObject({ status: "done", message: null });
      return found;
    },
    { timeout: 50_000, interval: 100 },
  );
  const judged = round.runs.filter(({ kind }) => kind === "judging");
  expect(judged.map(({ name, done }) => [name, done])).toEqual([
    ["Two judges · judge 1 of 2", 2 * QUESTIONS],
    ["Two judges · judge 2 of 2", 2 * QUESTIONS],
  ]);
  const experiment = await api().experiment.get({ id: round.experiment?.id ?? 0 });
  expect(experiment.arms[0]).toMatchObject({
    name: "As the round before, without 2 of its 4 judges and a person's rulings",
    filter: { process: { judges: judged.map((run) => run.id), join: "majority", override: null } },
  });
  expect(round.missing).toEqual([]);
  await own.db.pool.query("DELETE FROM judging_run WHERE id = $1", [judged[0]?.id]);
  await own.db.pool.query("DELETE FROM run_state WHERE kind = 'judging' AND run_id = $1", [judged[0]?.id]);
  await own.db.pool.query("UPDATE run_state SET planned = planned + 1 WHERE kind = 'rollout' AND run_id = $1", [
    round.runs[0]?.id,
  ]);
  expect(await api().round.get({ id })).toMatchObject({
    status: "done",
    missing: [
      "1 judging run of it was removed.",
      `"Two judges" made ${2 * QUESTIONS} of ${2 * QUESTIONS + 1} trajectories: the rest failed.`,
    ],
  });
});
