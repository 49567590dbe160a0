import { afterAll, beforeAll, expect, test } from "vitest";
import { EMPTY_POOL } from "@/domain/pool";
import { connect, type Db } from "@/server/db";
import { importFile } from "@/server/services/import/import-file";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { defaultLabellingRun } from "./default-labelling-run";
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

beforeAll(async () => {
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
});

test("the newest outcome counts, a model's opinion only where nothing else labels", async () => {
  expect(await outcomes()).toEqual([true, true, null]);
});

async function outcomes(): Promise<(boolean | null)[]> {
  const bind = new Bindings();
  const { from, where } = poolSql(EMPTY_POOL, bind, { outcome: true });
  const text = `SELECT o.correct FROM ${from} WHERE ${where} ORDER BY t.sample_index`;
  return (await db.pool.query(text, bind.values)).rows.map(({ correct }) => correct);
}

test("what an unfinished run has labelled counts only where no finished one has", async () => {
  await db.pool.query("UPDATE labelling_run SET labeller_kind = 'import' WHERE labeller_kind = 'human'");
  const { rows } = await db.pool.query(
    "INSERT INTO labelling_run (key, version, name, labeller_kind) VALUES ('new', 1, 'new', 'metric') RETURNING id",
  );
  const run = rows[0].id;
  await db.pool.query(
    `INSERT INTO outcome (labelling_run_id, trajectory_id, correct) SELECT $1, id, sample_index = 2 FROM trajectory`,
    [run],
  );
  const state = (status: string) =>
    db.pool.query(
      `INSERT INTO run_state (kind, run_id, status, planned) VALUES ('labelling', $1, $2, 3)
       ON CONFLICT (kind, run_id) DO UPDATE SET status = excluded.status`,
      [run, status],
    );
  for (const status of ["running", "paused", "cancelled"]) {
    await state(status);
    expect(await outcomes()).toEqual([true, true, true]);
    expect(await defaultLabellingRun(db.pool, EMPTY_POOL)).not.toBe(run);
  }
  await state("done");
  expect(await outcomes()).toEqual([false, false, true]);
  expect(await defaultLabellingRun(db.pool, EMPTY_POOL)).toBe(run);
});
