import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { StudioRecordInput } from "@/domain/studio-record";
import { connect, type Db } from "@/server/db";
import { importFile } from "@/server/services/import/import-file";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { readDatabaseFacts } from "./database-facts";
import { readFunnel } from "./funnel";
import { listImports } from "./imports";
import { listJudgingRuns } from "./judging-runs";
import { listLabellingRuns } from "./labelling-runs";
import { findNamed } from "./palette";
import { findQuestion } from "./question";
import { listSamples } from "./question-samples";
import { listQuestionSets } from "./question-sets";
import { countQuestions, listQuestions } from "./questions";
import { listRejects } from "./rejects";

let database: TestDatabase;
let db: Db;

type Rating = -1 | 0 | 1 | null;

/** Three questions; five trajectories of two steps on the first two, the last of them neither judged nor labelled. */
function trajectory(question: string, sample: number, ratings: Rating[] | null, correct: boolean | null) {
  return {
    type: "trajectory",
    run: "run",
    set: "set",
    question,
    sample,
    endState: sample === 4 ? "step-limit" : "answered",
    finalAnswer: sample === 4 ? null : "4",
    prompt: [{ role: "user", content: "What is 2 + 2?" }],
    steps: [
      {
        action: { role: "assistant", content: "<math_exp>2+2</math_exp>" },
        observation: [{ role: "tool", content: "4" }],
      },
      { action: { role: "assistant", content: "<answer>4</answer>" }, observation: null },
    ],
    verdicts: ratings
      ? [{ run: "judge", steps: ratings.map((rating, step) => ({ step, rating, score: rating === null ? null : 80 })) }]
      : [],
    outcomes: correct === null ? [] : [{ run: "match", correct }],
  } satisfies StudioRecordInput;
}

const RECORDS: StudioRecordInput[] = [
  { type: "swirl-studio", version: 1 },
  { type: "corpus", key: "sums", name: "Sums" },
  { type: "question-set", key: "set", name: "Sums 100%", metric: "gsm8k", corpus: "sums" },
  {
    type: "question",
    set: "set",
    key: "1",
    text: "What is 2 + 2?",
    answers: ["4", "four"],
    passages: [
      { title: "Two", text: "Two and two are four.", supporting: true },
      { title: "Three", text: "Three is three.", supporting: false },
    ],
  },
  { type: "question", set: "set", key: "2", text: "What is 3 + 1?", answers: ["4"] },
  { type: "question", set: "set", key: "3", text: "What is 5_5?", answers: [] },
  { type: "rollout-run", key: "run", name: "First rollouts", model: "small-model" },
  { type: "judging-run", key: "judge", name: "Strict judge", judgeKind: "model" },
  { type: "labelling-run", key: "match", name: "Exact match", labellerKind: "metric" },
  trajectory("1", 0, [1, 1], true),
  trajectory("1", 1, [1, -1], true),
  trajectory("1", 2, [0, 1], false),
  trajectory("2", 3, [1, null], true),
  trajectory("2", 4, null, null),
];

beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url);
  const lines = [...RECORDS.map((record) => JSON.stringify(record)), '{"type": "question", "set"'];
  const report = await importFile(db, {
    fileName: "pool.jsonl",
    body: (async function* () {
      yield Buffer.from(`${lines.join("\n")}\n`);
    })(),
    totalBytes: null,
  });
  if (report.status !== "done") throw new Error(report.message ?? report.status);
  await freezeTwice();
});

/** Two versions of one training set: the first two trajectories, then the first alone. */
async function freezeTwice() {
  for (const [version, size] of [
    [1, 2],
    [2, 1],
  ]) {
    const { rows } = await db.pool.query(
      `INSERT INTO training_set (key, name, version, status, plan, arm, fingerprint)
       VALUES (gen_random_uuid(), 'Pilot', $1, 'freezing', '{}', 'Process', '') RETURNING id`,
      [version],
    );
    await db.pool.query(
      `INSERT INTO training_set_member (training_set_id, trajectory_id, reach, kept, ratings, scores)
       SELECT $1, id, 2, '11', '{1,1}', '{null,null}' FROM trajectory ORDER BY id LIMIT $2`,
      [rows[0].id, size],
    );
    await db.pool.query("UPDATE training_set SET status = 'frozen' WHERE id = $1", [rows[0].id]);
  }
}

afterAll(async () => {
  await db.close();
  await database.drop();
});

test("the funnel counts what reaches each stage, and drops nothing", async () => {
  expect(await readFunnel(db.pool)).toEqual({
    questionSets: 1,
    questions: 3,
    trajectories: 5,
    steps: 10,
    judged: 3,
    reasonable: 2,
    labelled: 4,
    correct: 3,
    reasonableAndCorrect: 1,
    inTrainingSets: 2,
    judgingRuns: 1,
    labellingRuns: 1,
    sampleTrajectories: 0,
    servedModels: 0,
  });
});

test("question sets count attempted questions and answered trajectories", async () => {
  expect(await listQuestionSets(db.pool)).toMatchObject([
    { name: "Sums 100%", questions: 3, attempted: 2, trajectories: 5, answered: 4, passages: 2, metric: "gsm8k" },
  ]);
});

describe("questions", () => {
  const setId = async () => (await listQuestionSets(db.pool))[0]?.id ?? 0;
  const list = async (part: { cursor?: number; limit?: number; search?: string }) =>
    listQuestions(db.pool, { set: await setId(), cursor: null, limit: 10, search: "", ...part });

  test("carry their samples and what is correct of the labelled", async () => {
    expect((await list({})).map(({ key, samples, labelled, correct }) => [key, samples, labelled, correct])).toEqual([
      ["1", 3, 3, 2],
      ["2", 2, 1, 1],
      ["3", 0, 0, 0],
    ]);
  });

  test("page by key and search literally", async () => {
    const [first] = await list({ limit: 1 });
    expect((await list({ cursor: first?.id })).map(({ key }) => key)).toEqual(["2", "3"]);
    expect((await list({ search: "5_5" })).map(({ key }) => key)).toEqual(["3"]);
    expect(await countQuestions(db.pool, await setId(), "2_+")).toBe(0);
    expect(await countQuestions(db.pool, await setId(), "what IS")).toBe(3);
  });

  test("show passages, neighbours and samples with marks and outcomes", async () => {
    const [first, second] = await list({});
    const question = await findQuestion(db.pool, first?.id ?? 0);
    expect(question).toMatchObject({ answers: ["4", "four"], previous: null, next: second?.id });
    expect(question?.passages.map(({ title, supporting }) => [title, supporting])).toEqual([
      ["Two", true],
      ["Three", false],
    ]);
    const samples = await listSamples(db.pool, second?.id ?? 0);
    expect(samples.map(({ marks, outcome, model }) => [marks, outcome, model])).toEqual([
      [["reasonable", "none"], "correct", "small-model"],
      [["none", "none"], "unlabelled", "small-model"],
    ]);
  });
});

test("a judging run counts steps without a verdict in its whole scope", async () => {
  expect(await listJudgingRuns(db.pool)).toMatchObject([
    {
      name: "Strict judge",
      sets: ["Sums 100%"],
      inScope: 5,
      judged: 4,
      stepsWithVerdict: 7,
      stepsWithoutVerdict: 3,
      reasonable: 2,
      unreasonable: 1,
      scoreSum: 560,
      scoreCount: 7,
    },
  ]);
});

test("a labelling run counts labelled and correct", async () => {
  expect(await listLabellingRuns(db.pool)).toMatchObject([{ name: "Exact match", labelled: 4, correct: 3 }]);
});

test("names are found by part, with signs taken literally", async () => {
  const found = async (query: string) => (await findNamed(db.pool, query)).map(({ kind, name }) => `${kind}: ${name}`);
  expect(await found("")).toEqual([
    "Question sets: Sums 100%",
    "Rollout runs: First rollouts",
    "Judging runs: Strict judge",
    "Labelling runs: Exact match",
    "Training sets: Pilot v2",
    "Training sets: Pilot v1",
    "Models: small-model",
  ]);
  expect(await found("STRICT")).toEqual(["Judging runs: Strict judge"]);
  expect(await found("100%")).toEqual(["Question sets: Sums 100%"]);
  expect(await found("pilot v2")).toEqual(["Training sets: Pilot v2"]);
  expect(await found("%x%")).toEqual([]);
  await db.pool.query("INSERT INTO eval_matrix (key, name, plan) VALUES (gen_random_uuid(), 'Base on sums', '{}')");
  expect(await found("base on")).toEqual(["Evals: Base on sums"]);
});

test("imports show their report and what was put aside", async () => {
  const [row] = await listImports(db.pool, 5, null);
  expect(row).toMatchObject({ fileName: "pool.jsonl", status: "done", rejected: 1, isSilent: false });
  expect(row?.counts.trajectories).toEqual({ added: 5, present: 0 });
  expect(await listRejects(db.pool, row?.id ?? 0, 5)).toMatchObject([
    { fileName: "pool.jsonl", line: RECORDS.length + 1, excerpt: '{"type": "question", "set"' },
  ]);
});

test("the database tells its size and revision", async () => {
  const facts = await readDatabaseFacts(db.pool);
  expect(facts.revision).toBe(1);
  expect(facts.tables.find(({ name }) => name === "Steps")?.rows).toBe(10);
});
