import { afterAll, beforeAll, expect, test } from "vitest";
import { EMPTY_POOL } from "@/domain/pool";
import { connect, type Db } from "@/server/db";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { addTrainingRun } from "@/server/training/testing";
import { readModel } from "./read";

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

/** A checkpoint of the run, with the judge as it was at launch. */
async function finish(run: { id: number; baseModelId: number }, name: string): Promise<number> {
  const reward = { kind: "judge", endpointId: 1, templateId: 1, endpoint: "Judge", template: "Reasonable step v1" };
  await db.pool.query("UPDATE training_run SET data = $2, reward = $3, status = 'done', step = 40 WHERE id = $1", [
    run.id,
    JSON.stringify({ pool: EMPTY_POOL, mode: "process" }),
    JSON.stringify(reward),
  ]);
  const data = { name, kind: "checkpoint", parentId: run.baseModelId, trainingRunId: run.id };
  return (await db.prisma.model.create({ data })).id;
}

test("a model of the second round leads back to the base, over both training runs", async () => {
  const first = await addTrainingRun(db, { name: "round 1" });
  const one = await finish(first, "checkpoint 1");
  const second = await addTrainingRun(db, { name: "round 2" });
  await db.pool.query("UPDATE training_run SET base_model_id = $2 WHERE id = $1", [second.id, one]);
  const two = await finish({ id: second.id, baseModelId: one }, "checkpoint 2");

  const { model, lineage, uses } = await readModel(db, two);
  expect(model.name).toBe("checkpoint 2");
  expect(lineage.map(({ name, training }) => [name, training?.name ?? null])).toEqual([
    ["checkpoint 2", "round 2"],
    ["checkpoint 1", "round 1"],
    ["base of round 1", null],
  ]);
  expect(lineage[0]?.training).toMatchObject({
    algorithm: "swirl",
    data: { mode: "process" },
    judge: "Judge with Reasonable step v1",
    engine: "engine of round 2",
    steps: 40,
  });
  expect(uses).toEqual({ rolloutRuns: [], trainingRuns: [], checkpoints: [] });
  expect((await readModel(db, one)).uses).toMatchObject({
    trainingRuns: [{ id: second.id, name: "round 2", status: "done" }],
    checkpoints: [{ id: two, name: "checkpoint 2" }],
  });
});

test("models that name each other as their parents come to an end; an unknown one is not found", async () => {
  const left = await db.prisma.model.create({ data: { name: "left" } });
  const right = await db.prisma.model.create({ data: { name: "right", parentId: left.id } });
  await db.prisma.model.update({ where: { id: left.id }, data: { parentId: right.id } });
  expect((await readModel(db, left.id)).lineage.length).toBeGreaterThan(1);
  await expect(readModel(db, 999_999)).rejects.toMatchObject({ code: "not-found" });
});
