/** Labelling runs carried out by the engine on a real database, the model's against a real server on loopback. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Labeller } from "@/domain/labelling/settings";
import { messageText } from "@/domain/message";
import { EMPTY_POOL } from "@/domain/pool";
import { connect, type Db } from "@/server/db";
import { importFile } from "@/server/services/import/import-file";
import { startLabelling } from "@/server/services/labelling/start";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { addModel } from "@/server/testing/endpoint";
import { type OpenAiServerOptions, startOpenAiServer } from "@/server/testing/openai-server/server";
import type { CompletionRequest } from "@/server/testing/openai-server/wire";
import { HEADER, jsonl } from "@/server/testing/small-pool";
import { Engine } from "../engine";
import { isDone, waitForRun } from "../testing/watch-run";
import { labellingExecutor } from "./executor";
import { missingPieces } from "./pieces";

const NUMBER = { question: "number", finalAnswer: null, endState: "no-answer", last: "" };
const TRAJECTORIES = [
  { ...NUMBER, finalAnswer: "1,018" },
  { ...NUMBER, finalAnswer: "$1018" },
  { ...NUMBER, last: "so it is\n#### 1018" },
  { ...NUMBER, last: "<math_exp>1000 + 1018</math_exp>", endState: "step-limit" },
  { ...NUMBER, last: "<math_exp>1018", endState: "malformed-call" },
  { ...NUMBER, question: "town", finalAnswer: "Paris, Texas" },
  { ...NUMBER, question: "nothing accepted", finalAnswer: "Paris" },
];
const RECORDS = [
  HEADER,
  { type: "question-set", key: "s", name: "s" },
  { type: "question", set: "s", key: "number", text: "How many?", answers: ["1018"] },
  { type: "question", set: "s", key: "town", text: "Which town?", answers: ["Paris", "Paris of France"] },
  { type: "question", set: "s", key: "nothing accepted", text: "Which?", answers: [] },
  { type: "rollout-run", key: "r", name: "r" },
  ...TRAJECTORIES.map(({ last, ...rest }, sample) => ({
    ...{ type: "trajectory", run: "r", set: "s", sample, ...rest },
    prompt: [{ role: "user", content: "?" }],
    steps: [{ action: { role: "assistant", content: last }, observation: null }],
  })),
];

let database: TestDatabase;
let db: Db;
const closing: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url);
  await importFile(db, { fileName: "pool.jsonl", body: [jsonl(RECORDS)] as never, totalBytes: null });
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

async function label(labeller: Labeller) {
  const { id, trajectories } = await startLabelling(db, { name: "Labels", pool: EMPTY_POOL, labeller });
  const engine = new Engine(database.url, [labellingExecutor]);
  await engine.start();
  closing.push(() => engine.stop());
  const progress = await waitForRun(db, { kind: "labelling", runId: id }, isDone);
  expect(progress).toMatchObject({ planned: trajectories, done: trajectories });
  const { rows } = await db.pool.query(
    `SELECT t.sample_index AS sample, o.correct, o.value, o.reason
     FROM outcome o JOIN trajectory t ON t.id = o.trajectory_id WHERE o.labelling_run_id = $1 ORDER BY 1`,
    [id],
  );
  const { rows: failures } = await db.pool.query(
    `SELECT t.sample_index AS sample, f.failure, f.raw FROM run_failure f JOIN trajectory t ON t.id = f.item_id
     WHERE f.kind = 'labelling' AND f.run_id = $1 ORDER BY 1`,
    [id],
  );
  return { progress, outcomes: rows, failures };
}

describe("a metric", () => {
  test("labels every trajectory whose question has an accepted answer", async () => {
    const { outcomes, failures, progress } = await label({ kind: "metric", metric: "gsm8k-strict", threshold: 1 });
    expect(outcomes.map(({ correct }) => correct)).toEqual([true, false, true, false, false, false]);
    expect(outcomes.map(({ reason }) => reason)).toEqual([
      'read "1018" in "1,018", accepted "1018"',
      'no number in "$1018", accepted "1018"',
      'read "1018" in the last action, accepted "1018"',
      'no final answer, accepted "1018"',
      'no final answer, accepted "1018"',
      'no number in "Paris, Texas", accepted "Paris" or "Paris of France"',
    ]);
    expect(failures).toEqual([{ sample: 6, failure: "no-accepted-answer", raw: null }]);
    expect(progress.ends).toEqual({ correct: 2, incorrect: 4, unlabelled: 1 });
    expect(progress.failures).toEqual({ "no-accepted-answer": 1 });
    // What could not be labelled is not tried again.
    const { rows } = await db.pool.query("SELECT id FROM trajectory");
    const ids = rows.map(({ id }) => id);
    expect(await missingPieces(db.pool, progress.runId, ids)).toEqual([]);
    expect(await missingPieces(db.pool, progress.runId + 1, ids)).toHaveLength(ids.length);
  });

  test("a number in a call is no answer", async () => {
    const { outcomes } = await label({ kind: "metric", metric: "gsm8k-flexible", threshold: 1 });
    expect(outcomes.map(({ correct }) => correct)).toEqual([true, true, true, false, false, false]);
  });

  test("keeps its figure; the threshold decides", async () => {
    const town = { sample: 5, value: 2 / 3, reason: 'predicted "Paris, Texas", accepted "Paris" or "Paris of France"' };
    const loose = await label({ kind: "metric", metric: "hotpotqa-f1", threshold: 0.6 });
    expect(loose.outcomes.at(-1)).toEqual({ ...town, correct: true });
    const tight = await label({ kind: "metric", metric: "hotpotqa-f1", threshold: 0.7 });
    expect(tight.outcomes.at(-1)).toEqual({ ...town, correct: false });
    expect(tight.outcomes[2]).toMatchObject({ correct: false, value: 0, reason: 'no final answer, accepted "1018"' });
  });
});

describe("a model", () => {
  const ask = async (options: OpenAiServerOptions) => {
    const server = await startOpenAiServer(options);
    closing.push(() => server.close());
    const { endpointId } = await addModel(db, { url: server.url });
    const labelled = await label({
      kind: "model",
      endpointId,
      temperature: 0,
      maxTokens: 512,
      parseRetries: 1,
      seed: 7,
    });
    return { ...labelled, server };
  };
  const prompt = ({ messages }: CompletionRequest) => messageText(messages.at(-1) ?? { role: "user" });
  const isTown = (request: CompletionRequest) => prompt(request).includes("Which town?");

  test("is shown question, accepted and given answer, and decides", async () => {
    const { outcomes, failures, server, progress } = await ask({
      reply: (request) => ({ content: `As numbers go.\n**Equivalent:** ${isTown(request) ? "no" : "Yes."}` }),
    });
    expect(outcomes).toEqual([
      { sample: 0, correct: true, value: null, reason: "As numbers go." },
      { sample: 1, correct: true, value: null, reason: "As numbers go." },
      ...[2, 3, 4].map((sample) => ({ sample, correct: false, value: null, reason: "no final answer" })),
      { sample: 5, correct: false, value: null, reason: "As numbers go." },
    ]);
    expect(failures).toEqual([{ sample: 6, failure: "no-accepted-answer", raw: null }]);
    expect(progress.requests).toBe(3);
    const shown = server.requests.map(({ body }) => prompt(body)).find((text) => text.includes("Which town?"));
    expect(shown).toContain("- Paris\n- Paris of France\n");
    expect(shown).toContain("# Given answer\nParis, Texas\n");
  });

  test("asks again where the reply cannot be read, then leaves it unlabelled with what came", async () => {
    const { outcomes, failures, server } = await ask({
      reply: (request) => ({ content: isTown(request) ? "Equivalent: maybe" : "Equivalent: yes" }),
      faults: (_, request) => (prompt(request).includes("$1018") ? { kind: "refused" } : null),
    });
    expect(outcomes.map(({ sample }) => sample)).toEqual([0, 2, 3, 4]);
    expect(failures).toEqual([
      { sample: 1, failure: "refused", raw: null },
      { sample: 5, failure: "unparseable", raw: "Equivalent: maybe" },
      { sample: 6, failure: "no-accepted-answer", raw: null },
    ]);
    const seeds = server.requests.filter(({ body }) => isTown(body)).map(({ body }) => body.seed);
    expect(seeds).toEqual([7, 8]);
  });
});

test("an empty pool is refused, and leaves nothing behind", async () => {
  const runs = async () => (await db.pool.query("SELECT count(*) AS n FROM labelling_run")).rows[0].n;
  const before = await runs();
  const pool = { ...EMPTY_POOL, minSteps: 100 };
  const labeller: Labeller = { kind: "metric", metric: "gsm8k-strict", threshold: 1 };
  await expect(startLabelling(db, { name: "None", pool, labeller })).rejects.toMatchObject({ code: "invalid" });
  expect(await runs()).toBe(before);
});
