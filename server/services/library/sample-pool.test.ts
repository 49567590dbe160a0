import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "@/server/db";
import { readFunnel } from "@/server/queries/library/funnel";
import { importFile } from "@/server/services/import/import-file";
import { countSamplePool } from "@/server/services/sample/count";
import { loadSamplePool } from "@/server/services/sample/load";
import { removeSamplePool } from "@/server/services/sample/remove";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { addTrainingRun } from "@/server/training/testing";

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

const OWN = [
  { type: "swirl-studio", version: 1 },
  { type: "question-set", key: "own", name: "Own" },
  { type: "question", set: "own", key: "1", text: "What is 2 + 2?", answers: ["4"] },
  { type: "rollout-run", key: "own", name: "Own", model: "own" },
  { type: "judging-run", key: "own", name: "Own", judgeKind: "human" },
  { type: "labelling-run", key: "own", name: "Own", labellerKind: "metric" },
  {
    type: "trajectory",
    run: "own",
    set: "own",
    question: "1",
    sample: 0,
    endState: "answered",
    prompt: [{ role: "user", content: "What is 2 + 2?" }],
    steps: [{ action: { role: "assistant", content: "4" }, observation: null }],
    verdicts: [{ run: "own", steps: [{ step: 0, rating: 1 }] }],
    outcomes: [{ run: "own", correct: true }],
  },
];

/** Rows of every table whose rows belong to a pool. */
async function sizes(): Promise<Record<string, number>> {
  const tables = ["question_set", "question", "corpus", "passage", "question_passage", "rollout_run", "model"];
  const labels = ["judging_run", "judging_run_scope", "judgment", "verdict", "labelling_run", "outcome"];
  const made = ["training_run", "eval_matrix", "eval_cell"];
  const counts = [...tables, "trajectory", "step", "step_search", ...labels, ...made].map(
    (table) => `(SELECT count(*) FROM ${table}) AS ${table}`,
  );
  return (await db.pool.query(`SELECT ${counts.join(", ")}`)).rows[0];
}

test("a sample training run goes with its models, and those stay that something of one's own came of", async () => {
  const { prisma, pool } = db;
  const add = (name: string, isSample: boolean, parentId: number | null = null) =>
    prisma.model.create({ data: { name, isSample, parentId } });
  const base = await add("sample base", true);
  const first = await add("sample checkpoint", true, base.id);
  await add("own checkpoint", false, first.id);
  await add("sample checkpoint without heirs", true, base.id);
  const run = await addTrainingRun(db, { name: "sample training", status: "done" });
  await pool.query("UPDATE training_run SET is_sample = true WHERE id = $1", [run.id]);
  await pool.query("UPDATE model SET is_sample = true, training_run_id = $1 WHERE id = $2", [run.id, run.baseModelId]);

  expect((await countSamplePool(pool)).trainingRuns).toBe(1);
  expect((await removeSamplePool(db)).trainingRuns).toBe(1);
  const { rows } = await pool.query(
    "SELECT name FROM model WHERE name LIKE '%sample%' OR name LIKE 'own c%' ORDER BY id",
  );
  expect(rows.map(({ name }) => name)).toEqual(["sample base", "sample checkpoint", "own checkpoint"]);
  expect((await pool.query("SELECT 1 FROM training_run")).rows).toEqual([]);
  await pool.query("DELETE FROM model WHERE id >= $1", [base.id]);
  await pool.query("DELETE FROM fact WHERE key = 'sample-pool'");
});

test("removing the sample pool takes all of it, nothing else, and it comes back the same", async () => {
  await importFile(db, {
    fileName: "own.jsonl",
    body: (async function* () {
      yield Buffer.from(OWN.map((record) => `${JSON.stringify(record)}\n`).join(""));
    })(),
    totalBytes: null,
  });
  const own = await sizes();
  const ownFunnel = await readFunnel(db.pool);

  await loadSamplePool(db);
  const withSample = await sizes();
  const counts = await countSamplePool(db.pool);
  expect(counts.trajectories).toBe((withSample.trajectory ?? 0) - 1);
  expect(withSample).toMatchObject({ eval_matrix: 1, eval_cell: 6, training_run: 2 });

  expect(await removeSamplePool(db)).toEqual(counts);
  expect(await sizes()).toEqual(own);
  expect(await readFunnel(db.pool)).toEqual(ownFunnel);
  expect(await loadSamplePool(db, { onlyOnFirstStart: true })).toBeNull();

  await loadSamplePool(db);
  expect(await sizes()).toEqual(withSample);
});

test("a sample pool that a training set was frozen from stays until the set is gone", async () => {
  await loadSamplePool(db);
  const { rows } = await db.pool.query(
    "SELECT t.id FROM trajectory t JOIN rollout_run r ON r.id = t.rollout_run_id WHERE r.is_sample LIMIT 1",
  );
  const set = await db.prisma.trainingSet.create({
    data: { key: randomUUID(), name: "Of the sample", version: 1, plan: {}, arm: "All", fingerprint: "x" },
  });
  await db.pool.query(
    `INSERT INTO training_set_member (training_set_id, trajectory_id, reach, kept, ratings, scores)
     VALUES ($1, $2, 1, B'1', '{1}', '{NULL}')`,
    [set.id, rows[0].id],
  );
  const before = await sizes();
  await expect(removeSamplePool(db)).rejects.toThrow(/need it: remove Of the sample v1 first/);
  expect(await sizes()).toEqual(before);
  await db.prisma.trainingSet.delete({ where: { id: set.id } });
  await removeSamplePool(db);
});

test("a sample pool that cannot come in whole stays out; a corpus that one's own run searches stays in", async () => {
  await removeSamplePool(db);
  const before = await sizes();
  const other = await db.prisma.model.create({
    data: { name: "Sample base", kind: "base", weightsHash: "0".repeat(64) },
  });
  await expect(loadSamplePool(db)).rejects.toThrow(
    /could not be loaded: Part of it cannot be used: line \d+: .*Sample base/,
  );
  await db.prisma.model.delete({ where: { id: other.id } });
  expect(await sizes()).toEqual(before);

  await loadSamplePool(db);
  const corpus = await db.prisma.corpus.findUniqueOrThrow({ where: { key: "sample-encyclopedia" } });
  const settings = { search: { kind: "corpus", corpusId: corpus.id } };
  const searching = await db.prisma.rolloutRun.create({ data: { key: "searching", name: "Searching", settings } });
  await removeSamplePool(db);
  expect(await db.prisma.corpus.count({ where: { id: corpus.id } })).toBe(1);
  await db.prisma.rolloutRun.delete({ where: { id: searching.id } });
});
