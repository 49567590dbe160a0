import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { paperArms } from "@/domain/experiment";
import { EMPTY_POOL } from "@/domain/pool";
import { smallPool, useImports } from "@/server/testing/small-pool";
import { addTrainingRun } from "@/server/training/testing";
import { type IterationOf, readIterationsOf } from "./iteration";

const { own, run, one } = useImports();

test("runs, sets and experiments are of the iteration of the model that generated them, or that they train", async () => {
  expect(await run(smallPool("p"))).toMatchObject({ status: "done" });
  const rollout = await one("SELECT id FROM rollout_run WHERE name = 'p'");
  const judging = await one("SELECT id FROM judging_run WHERE name = 'p judge'");
  const { id: training, baseModelId } = await addTrainingRun(own.db, { name: "t", status: "done" });
  const add = (name: string, parentId: number | null) =>
    own.db.prisma.model.create({ data: { name, kind: "checkpoint", parentId, trainingRunId: training } });
  const first = await add("first", baseModelId);
  const second = await add("second", first.id);
  const plan = { name: "x", pool: { ...EMPTY_POOL, runs: [rollout.id] }, arms: paperArms(judging.id, null) };
  const set = await own.db.prisma.trainingSet.create({
    data: { key: randomUUID(), name: "Kept", version: 1, arm: "Process", fingerprint: "x", plan },
  });
  const experiment = await own.db.prisma.experiment.create({ data: plan });
  const of = async (kind: IterationOf["kind"], id: number) =>
    (await readIterationsOf(own.db.pool, { kind, id })).map(({ model, iteration, parent }) => [
      model.name,
      iteration,
      parent.name,
    ]);
  const generatedBy = (modelId: number) =>
    own.db.pool.query("UPDATE rollout_run SET model_id = $2 WHERE id = $1", [rollout.id, modelId]);
  const made = [
    ["rollout-run", rollout.id],
    ["judging-run", judging.id],
    ["training-set", set.id],
    ["experiment", experiment.id],
  ] as const;

  await generatedBy(baseModelId);
  for (const [kind, id] of made) expect(await of(kind, id), kind).toEqual([]);
  await generatedBy(second.id);
  for (const [kind, id] of made) expect(await of(kind, id), kind).toEqual([["second", 3, "first"]]);

  expect(await of("training-run", training)).toEqual([]);
  await own.db.pool.query("UPDATE training_run SET base_model_id = $2 WHERE id = $1", [training, first.id]);
  expect(await of("training-run", training)).toEqual([["first", 2, "base of t"]]);
});

test("a circle of parents ends", async () => {
  const { id } = await own.db.prisma.model.create({ data: { name: "round", kind: "checkpoint" } });
  await own.db.pool.query("UPDATE model SET parent_id = $1 WHERE id = $1", [id]);
  const { baseModelId, id: training } = await addTrainingRun(own.db, { name: "c" });
  await own.db.pool.query("UPDATE training_run SET base_model_id = $1 WHERE base_model_id = $2", [id, baseModelId]);
  expect(await readIterationsOf(own.db.pool, { kind: "training-run", id: training })).toMatchObject([
    { iteration: 50 },
  ]);
});
