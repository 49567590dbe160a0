/** Starting rollout runs and reading them, through the router on a real database. */
import { beforeAll, expect, test } from "vitest";
import { defaultSettings } from "@/domain/rollout/default-settings";
import { KeptSettings } from "@/domain/rollout/kept";
import type { RolloutPlan } from "@/domain/rollout/settings";
import { FailuresRequest, listRunFailures } from "@/server/queries/run/failures";
import { appRouter } from "@/server/routers/root";
import { createCallerFactory } from "@/server/routers/trpc";
import { removeSamplePool } from "@/server/services/sample/remove";
import { addModel } from "@/server/testing/endpoint";
import { HEADER, smallPool, useImports } from "@/server/testing/small-pool";
import { chunkSize } from "./start";

const { own, run: load, rows, one } = useImports();
const api = () => createCallerFactory(appRouter)({ db: own.db }).rollout;

let setId: number;
let modelId: number;
beforeAll(async () => {
  await load([
    HEADER,
    { type: "question-set", key: "set", name: "Numbers", metric: "gsm8k" },
    ...Array.from({ length: 30 }, (_, index) => ({
      type: "question",
      set: "set",
      key: `q${index}`,
      text: index % 3 === 0 ? `100 % of ${index}` : `Number ${index}`,
      answers: ["1"],
    })),
  ]);
  setId = (await one("SELECT id FROM question_set WHERE key = 'set'")).id;
  ({ modelId } = await addModel(own.db, {
    url: "http://127.0.0.1:9/v1",
    name: "served",
    keyVariable: "SOME_KEY",
    extraBody: { min_p: 0.1 },
  }));
});

const planOf = (
  questions: Partial<RolloutPlan["questions"]> = {},
  settings: Partial<RolloutPlan["settings"]> = {},
) => ({
  name: "A run",
  modelId,
  questions: { questionSetId: setId, ...questions },
  settings: { ...defaultSettings(null), ...settings },
});
const chunksOf = async (runId: number): Promise<number[]> =>
  (await rows("SELECT unnest(items) AS id FROM run_chunk WHERE run_id = $1 ORDER BY idx", [runId])).map(({ id }) => id);

test("a run is put before the workers with all that it was asked for, and never a key", async () => {
  const { id, trajectories } = await api().start(planOf());
  expect(trajectories).toBe(150);
  const run = await one("SELECT key, name, purpose, model_id, settings::text FROM rollout_run WHERE id = $1", [id]);
  expect(run).toMatchObject({ name: "A run", purpose: "generate", model_id: modelId });
  expect(run.key).toMatch(/^rollout:/);
  expect(KeptSettings.parse(JSON.parse(run.settings))).toMatchObject({
    samples: 5,
    stepLimit: 10,
    questions: { questionSetId: setId },
    endpoint: { name: "served", servedName: "scripted", extraBody: { min_p: 0.1 } },
    model: { name: "served", weightsHash: null },
  });
  expect(run.settings).not.toContain("SOME_KEY");
  expect(await chunksOf(id)).toHaveLength(30);
  expect(await one("SELECT status, planned FROM run_state WHERE run_id = $1", [id])).toEqual({
    status: "running",
    planned: 150,
  });
});

test("the questions that hold the words, with signs that mean something to SQL", async () => {
  const { id, trajectories } = await api().start(planOf({ search: " 100 % " }));
  expect(trajectories).toBe(50);
  expect(await chunksOf(id)).toHaveLength(10);
});

test("a draw is the same for the same seed, another for another, and no more than there are", async () => {
  const draw = async (drawSeed: number, limit: number) => {
    const { id } = await api().start(planOf({ limit, drawSeed }));
    return chunksOf(id);
  };
  const first = await draw(1, 8);
  expect(new Set(first).size).toBe(8);
  expect(await draw(1, 8)).toEqual(first);
  expect(await draw(2, 8)).not.toEqual(first);
  expect(await draw(1, 100)).toHaveLength(30);
});

test.each([
  ["no such model", () => ({ ...planOf(), modelId: 999 }), "NOT_FOUND", /no model 999/],
  ["no such set", () => planOf({ questionSetId: 999 }), "NOT_FOUND", /no question set 999/],
  ["no question", () => planOf({ search: "zebra" }), "BAD_REQUEST", /No question of "Numbers" holds "zebra"/],
  ["no such corpus", () => planOf({}, searchIn(999)), "NOT_FOUND", /no corpus 999/],
])("%s is said before anything begins", async (_, plan, code, message) => {
  const before = await one("SELECT count(*) AS n FROM rollout_run");
  await expect(api().start(plan())).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  expect(await one("SELECT count(*) AS n FROM rollout_run")).toEqual(before);
});
const searchIn = (corpusId: number) => ({ tools: ["search" as const], search: { kind: "corpus" as const, corpusId } });

test("a model without an endpoint, a set without questions and a corpus without passages are refused", async () => {
  await load([
    HEADER,
    { type: "corpus", key: "hollow", name: "Hollow" },
    { type: "question-set", key: "empty", name: "Empty" },
  ]);
  const { id: bare } = await own.db.prisma.model.create({ data: { name: "bare" } });
  const empty = await one("SELECT id FROM question_set WHERE key = 'empty'");
  const hollow = await one("SELECT id FROM corpus WHERE key = 'hollow'");
  const refusal = (message: RegExp) => ({ code: "PRECONDITION_FAILED", message: expect.stringMatching(message) });
  await expect(api().start({ ...planOf(), modelId: bare })).rejects.toMatchObject(
    refusal(/No endpoint serves.*"bare"/),
  );
  await expect(api().start(planOf({ questionSetId: empty.id }))).rejects.toMatchObject(refusal(/holds no questions/));
  await expect(api().preview(planOf({}, searchIn(hollow.id)))).rejects.toMatchObject(refusal(/holds no passages/));
});

test("a preview shows the first request as it will be sent", async () => {
  const preview = await api().preview(planOf({ limit: 4 }, { systemPrompt: "Be brief.", topK: 20 }));
  expect(preview).toMatchObject({
    questions: 4,
    trajectories: 20,
    messages: [{ content: "Be brief." }, { role: "user" }],
  });
  expect(JSON.parse(preview.body)).toMatchObject({
    model: "scripted",
    messages: preview.messages,
    stop: ["</math_exp>", "</answer>"],
    top_k: 20,
    min_p: 0.1,
  });
  const silent = await api().preview(planOf({}, { systemPrompt: " " }));
  expect(silent.messages).toHaveLength(1);
});

test("settings to begin with follow the question set", async () => {
  expect(await api().defaults({ questionSetId: setId, modelId })).toMatchObject({
    name: "Numbers · served",
    settings: { tools: ["calculator"], stepLimit: 10, samples: 5 },
  });
  await expect(api().defaults({ questionSetId: 999 })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("the list holds imported runs beside the studio's own, page by page", async () => {
  await load(smallPool("old"));
  const { id } = await api().start({ ...planOf(), name: "Newest", purpose: "eval" });
  await rows("INSERT INTO run_counter VALUES ('rollout', $1, 'end:answered', 3), ('rollout', $1, 'requests', 9)", [id]);
  const all = await api().list({});
  expect(all[0]).toMatchObject({
    id,
    name: "Newest",
    purpose: "eval",
    status: "running",
    planned: 150,
    done: 3,
    ends: { answered: 3 },
    model: { id: modelId, name: "served" },
    sets: [{ id: setId, name: "Numbers" }],
  });
  const imported = all.find(({ name }) => name === "old");
  expect(imported).toMatchObject({
    status: null,
    planned: null,
    done: 2,
    ends: { answered: 2 },
    sets: [{ name: "old" }],
  });

  const paged: number[] = [];
  for (let cursor: { createdAt: string; id: number } | null = null; ; ) {
    const page = await api().list({ cursor, limit: 2 });
    paged.push(...page.map((row) => row.id));
    const last = page.at(-1);
    if (!last) break;
    cursor = { createdAt: last.createdAt, id: last.id };
  }
  expect(paged).toEqual(all.map((row) => row.id));
  expect(await api().list({ search: "NEWEST" })).toHaveLength(1);

  expect(await api().get({ id })).toMatchObject({ settings: { samples: 5 }, endpoint: { name: "served" } });
  expect(await api().get({ id: imported?.id ?? 0 })).toMatchObject({
    settings: null,
    settingsText: "{}",
    endpoint: null,
  });
  await expect(api().get({ id: 999_999 })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("failures, newest first, with the question they are about", async () => {
  const { id } = await api().start(planOf());
  const [question] = await chunksOf(id);
  await rows(
    `INSERT INTO run_failure (kind, run_id, item_id, sample_index, step_idx, failure, message)
     SELECT 'rollout', $1, $2, n, 0, CASE WHEN n = 1 THEN 'garbled' ELSE 'refused' END, 'No.' FROM generate_series(0, 4) n`,
    [id, question],
  );
  const failures = (given: object) =>
    listRunFailures(own.db.pool, FailuresRequest.parse({ kind: "rollout", runId: id, ...given }));
  const page = await failures({ limit: 3 });
  expect(page.map(({ sample }) => sample)).toEqual([4, 3, 2]);
  expect(page[0]).toMatchObject({ question: "100 % of 0", trajectoryId: null, message: "No." });
  const rest = await failures({ cursor: page.at(-1)?.id });
  expect(rest.map(({ failure }) => failure)).toEqual(["garbled", "refused"]);
  expect(await failures({ failure: "garbled" })).toHaveLength(1);
});

test("questions of the sample pool stay, as one's own, once a run has asked them", async () => {
  await load([
    HEADER,
    { type: "question-set", key: "toy", name: "Toy", isSample: true },
    { type: "question", set: "toy", key: "1", text: "One?", answers: [] },
  ]);
  const toy = await one("SELECT id FROM question_set WHERE key = 'toy'");
  const { id } = await api().start(planOf({ questionSetId: toy.id }));
  expect(await removeSamplePool(own.db)).toMatchObject({ questionSets: 0, keptSets: 1 });
  expect(await rows("SELECT is_sample FROM question_set WHERE key = 'toy'")).toEqual([{ is_sample: false }]);
  expect(await api().get({ id })).toMatchObject({ status: "running", sets: [{ id: toy.id }] });
});

test.each([
  [20, 5, 3],
  [1_319, 5, 16],
  [1_319, 1, 80],
  [1, 5, 1],
  [100, 1_000, 1],
])("%i questions of %i samples go out %i at a time", (questions, samples, size) => {
  expect(chunkSize(questions, samples)).toBe(size);
});
