/** Whose turn it is, and whom a run asks, as servers and endpoints come and go: by rows alone, nothing is really served. */
import { randomUUID } from "node:crypto";
import { afterEach, beforeAll, expect, test } from "vitest";
import { TrainingEngineSettings } from "@/domain/training/engine";
import { appRouter } from "@/server/routers/root";
import { createCallerFactory } from "@/server/routers/trpc";
import { HEADER, useImports } from "@/server/testing/small-pool";
import { clearLeftBehind } from "./clear-left-behind";
import { moveCells } from "./move-cells";
import { readTended } from "./read-tended";
import { removeEndedEndpoints } from "./serving-rows";

const { own, run: load, rows, one } = useImports();
const api = () => createCallerFactory(appRouter)({ db: own.db });
const AT = { servedName: "final", baseUrl: "http://127.0.0.1:9/v1" };

let questionSetId: number;
let engineId: number;
const models: [number, number] = [0, 0];

beforeAll(async () => {
  await load([
    HEADER,
    // Without a metric: nothing is labelled.
    { type: "question-set", key: "sums", name: "sums" },
    { type: "question", set: "sums", key: "q", text: "What is 1 + 1?", answers: ["2"] },
  ]);
  ({ id: questionSetId } = await one("SELECT id FROM question_set"));
  for (const at of [0, 1] as const)
    models[at] = (
      await own.db.prisma.model.create({ data: { name: `checkpoint ${at}`, path: `/runs/${at}/final` } })
    ).id;
  const settings = TrainingEngineSettings.parse({ name: "Cluster", address: "http://127.0.0.1:1", storage: "/runs" });
  ({ id: engineId } = await own.db.prisma.trainingEngine.create({ data: { name: settings.name, settings } }));
});
afterEach(async () => {
  await own.db.pool.query("UPDATE eval_matrix SET status = 'cancelled'");
  await own.db.pool.query("UPDATE serving_job SET status = 'stopped'");
  await own.db.pool.query("UPDATE run_state SET status = 'cancelled'");
  await own.db.pool.query("UPDATE model SET endpoint_id = NULL");
});

/** Both models on the set, two ways: four cells. */
async function start(): Promise<number> {
  const { settings } = await api().eval.suggestSet({ questionSetId });
  const plan = {
    name: "Matrix",
    models,
    sets: [{ questions: { questionSetId }, settings }],
    ways: ["tools" as const, "alone" as const],
    serving: { engineId, resources: { cpus: 1, gpus: 1 } },
  };
  return (await api().eval.start({ key: randomUUID(), plan })).id;
}
/** Its newest server answers. */
async function serve(matrix: number): Promise<number> {
  const { id } = await api().endpoint.save({ ...AT, name: randomUUID() });
  await own.db.pool.query(
    `UPDATE serving_job SET status = 'ready', endpoint_id = coalesce(endpoint_id, $2)
     WHERE id = (SELECT max(id) FROM serving_job WHERE matrix_id = $1)`,
    [matrix, id],
  );
  return (await one("SELECT endpoint_id AS id FROM serving_job WHERE matrix_id = $1 ORDER BY id DESC", [matrix])).id;
}
const cells = async (matrix: number): Promise<string[]> =>
  (await rows("SELECT status FROM eval_cell WHERE matrix_id = $1 ORDER BY idx", [matrix])).map(({ status }) => status);
const wanted = async () => (await readTended(own.db.pool)).servers.map(({ modelId, isWanted }) => [modelId, isWanted]);
async function move(times = 1): Promise<void> {
  for (let done = 0; done < times; done += 1) await moveCells(own.db);
}
const endRun = (matrix: number) =>
  own.db.pool.query(
    `UPDATE run_state r SET status = 'done' FROM eval_cell c
     WHERE c.matrix_id = $1 AND c.status = 'running' AND r.kind = 'rollout' AND r.run_id = c.rollout_run_id`,
    [matrix],
  );

test("cells that are tried again wait for the model that is being served: one server at a time", async () => {
  const id = await start();
  await own.db.pool.query("UPDATE eval_cell SET status = 'failed' WHERE matrix_id = $1 AND idx < 2", [id]);
  await move();
  await serve(id);
  await move();
  expect(await cells(id)).toEqual(["failed", "failed", "running", "waiting"]);
  await api().eval.retry({ id });
  // The cell under way to its end, then the other one of its model.
  for (let part = 0; part < 20 && (await cells(id))[3] !== "done"; part += 1) {
    expect((await cells(id)).slice(0, 2)).toEqual(["waiting", "waiting"]);
    await move();
    await endRun(id);
  }
  expect(await rows("SELECT FROM serving_job WHERE matrix_id = $1", [id])).toHaveLength(1);
  await move(2);
  expect(await cells(id)).toEqual(["serving", "waiting", "done", "done"]);
  expect(await wanted()).toEqual([
    [models[1], false],
    [models[0], true],
  ]);
});

test("a run that began at a server goes on at the next one, whatever endpoint the model is given meanwhile", async () => {
  const id = await start();
  await move();
  const serving = await serve(id);
  await move();
  const { id: ownEndpoint } = await api().endpoint.save({ ...AT, name: "its own" });
  // One's own, or by hand that of the server.
  for (const endpointId of [ownEndpoint, serving]) {
    await own.db.pool.query("UPDATE model SET endpoint_id = $2 WHERE id = $1", [models[0], endpointId]);
    await own.db.pool.query("UPDATE serving_job SET status = 'failed' WHERE matrix_id = $1", [id]);
    await move(2);
    expect(await wanted()).toEqual([[models[0], true]]);
    await serve(id);
    await move();
    expect(await one("SELECT status FROM run_state ORDER BY run_id DESC")).toEqual({ status: "running" });
  }
  // What has not begun is asked at the model's own.
  await own.db.pool.query("UPDATE model SET endpoint_id = $2 WHERE id = $1", [models[0], ownEndpoint]);
  await endRun(id);
  await move(2);
  expect(await cells(id)).toEqual(["done", "running", "waiting", "waiting"]);
  expect(await one("SELECT endpoint_id AS id FROM run_state WHERE kind = 'rollout' ORDER BY run_id DESC")).toEqual({
    id: ownEndpoint,
  });
  expect((await wanted()).filter(([, isWanted]) => isWanted)).toEqual([]);
});

test("a server is let go while a person's pause lasts, and no other is started", async () => {
  const id = await start();
  await move();
  await serve(id);
  await move();
  const { runId } = await one(`SELECT max(rollout_run_id) AS "runId" FROM eval_cell WHERE matrix_id = $1`, [id]);
  await api().runs.act({ kind: "rollout", runId, action: "pause" });
  expect(await wanted()).toEqual([[models[0], true]]);
  await own.db.pool.query("UPDATE run_state SET changed_at = now() - interval '16 minutes' WHERE run_id = $1", [runId]);
  expect(await wanted()).toEqual([[models[0], false]]);
  await own.db.pool.query("UPDATE serving_job SET status = 'stopped' WHERE matrix_id = $1", [id]);
  await move(3);
  expect(await rows("SELECT FROM serving_job WHERE matrix_id = $1", [id])).toHaveLength(1);
  await api().runs.act({ kind: "rollout", runId, action: "resume" });
  await move(2);
  expect(await wanted()).toEqual([[models[0], true]]);
});

test("the endpoint of a server that is gone goes with it, unless somebody took it over", async () => {
  const id = await start();
  await move();
  const [left, taken] = [await serve(id), (await api().endpoint.save({ ...AT, name: "taken" })).id];
  await own.db.pool.query("UPDATE serving_job SET status = 'stopped' WHERE matrix_id = $1", [id]);
  await own.db.pool.query("UPDATE eval_matrix SET status = 'cancelled' WHERE id = $1", [id]);
  await own.db.pool.query(
    `INSERT INTO serving_job (matrix_id, model_id, engine_id, engine_settings, resources, path, job_id, endpoint_id, status)
     SELECT matrix_id, model_id, engine_id, engine_settings, resources, path, 'other', $1, 'stopped' FROM serving_job
     WHERE matrix_id = $2`,
    [taken, id],
  );
  await api().endpoint.save({ ...AT, id: taken, name: "a lasting one" });
  await removeEndedEndpoints(own.db.pool);
  expect(await rows("SELECT id FROM endpoint WHERE id = ANY($1)", [[left, taken]])).toEqual([{ id: taken }]);
});

test("judging and labelling runs of a cancelled round are ended, too", async () => {
  const of = async (table: string) =>
    (
      await one(
        `INSERT INTO ${table} (key, version, name, ${table === "judging_run" ? "judge_kind" : "labeller_kind"})
         VALUES (gen_random_uuid()::text, 1, 'left', 'model') RETURNING id`,
      )
    ).id;
  const [judging, labelling] = [await of("judging_run"), await of("labelling_run")];
  await own.db.pool.query(
    `INSERT INTO run_state (kind, run_id, status, planned) VALUES ('judging', $1, 'running', 1), ('labelling', $2, 'paused', 1)`,
    [judging, labelling],
  );
  await own.db.pool.query(
    `INSERT INTO round (key, name, model_id, plan, status, rollout_run_ids, judging_run_ids, labelling_run_id)
     VALUES (gen_random_uuid(), 'left', $1, '{}', 'cancelled', '{}', $2, $3)`,
    [models[0], [judging], labelling],
  );
  await clearLeftBehind(own.db);
  const left = await rows(
    `SELECT kind, status FROM run_state WHERE (kind = 'judging' AND run_id = $1) OR (kind = 'labelling' AND run_id = $2)
     ORDER BY kind`,
    [judging, labelling],
  );
  expect(left).toEqual([
    { kind: "judging", status: "cancelled" },
    { kind: "labelling", status: "cancelled" },
  ]);
});
