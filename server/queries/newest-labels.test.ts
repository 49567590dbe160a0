import { afterAll, beforeAll, expect, test } from "vitest";
import { EMPTY_POOL } from "@/domain/pool";
import { connect, type Db } from "@/server/db";
import { importFile } from "@/server/services/import/import-file";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { Bindings, poolSql } from "./pool-where";

let database: TestDatabase;
let db: Db;
beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url);
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

const trajectory = (sample: number, outcomes: { run: string; correct: boolean }[]) => ({
  type: "trajectory",
  run: "r",
  set: "s",
  question: "q",
  sample,
  endState: "answered",
  prompt: [{ role: "user", content: `q ${sample}` }],
  steps: [{ action: { role: "assistant", content: "a" }, observation: null }],
  outcomes,
});

test("the newest outcome counts, a model's opinion only where nothing else labels", async () => {
  const labelling = (key: string, labellerKind: string) => ({ type: "labelling-run", key, name: key, labellerKind });
  const records = [
    { type: "swirl-studio", version: 1 },
    { type: "question-set", key: "s", name: "s" },
    { type: "question", set: "s", key: "q", text: "q", answers: [] },
    { type: "rollout-run", key: "r", name: "r" },
    // Written in this order, so the model's labelling run is the newest of all.
    labelling("old metric", "metric"),
    labelling("person", "human"),
    labelling("model", "model"),
    trajectory(0, [
      { run: "old metric", correct: false },
      { run: "person", correct: true },
      { run: "model", correct: false },
    ]),
    trajectory(1, [{ run: "model", correct: true }]),
    trajectory(2, []),
  ];
  async function* body() {
    yield Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join(""));
  }
  expect((await importFile(db, { fileName: "x.jsonl", body: body(), totalBytes: null })).rejected).toBe(0);
  const bind = new Bindings();
  const { from, where } = poolSql(EMPTY_POOL, bind, { outcome: true });
  const { rows } = await db.pool.query(
    `SELECT o.correct FROM ${from} WHERE ${where} ORDER BY t.sample_index`,
    bind.values,
  );
  expect(rows).toEqual([{ correct: true }, { correct: true }, { correct: null }]);
});
