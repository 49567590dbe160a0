/** Servers and rows of evals, a beat at a time: what hangs, breaks or cannot be read holds up nothing else. */
import { randomUUID } from "node:crypto";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { SERVER_ENDED } from "@/domain/eval/served-run";
import { TrainingEngineSettings } from "@/domain/training/engine";
import { appRouter } from "@/server/routers/root";
import { createCallerFactory } from "@/server/routers/trpc";
import { addModel } from "@/server/testing/endpoint";
import { HEADER, useImports } from "@/server/testing/small-pool";
import { nameOf } from "./cell-runs";
import { clearLeftBehind } from "./clear-left-behind";
import { moveCells } from "./move-cells";
import { ownMove } from "./own-move";
import { ServerTender } from "./tend-servers";
import { ServingEngine } from "./testing/serving-engine";

const { own, run: load, rows, one } = useImports();
const api = () => createCallerFactory(appRouter)({ db: own.db });

let modelId: number;
let questionSetId: number;
const engineIds = new Map<string, number>();
let engines: Map<string, ServingEngine>;
let tender: ServerTender;

beforeAll(async () => {
  await load([
    HEADER,
    { type: "question-set", key: "sums", name: "sums", metric: "gsm8k" },
    { type: "question", set: "sums", key: "q", text: "What is 1 + 1?", answers: ["2"] },
  ]);
  ({ id: questionSetId } = await one("SELECT id FROM question_set"));
  ({ id: modelId } = await own.db.prisma.model.create({ data: { name: "checkpoint", path: "/runs/1/final" } }));
  for (const name of ["first", "second"]) {
    const settings = TrainingEngineSettings.parse({ name, address: "http://127.0.0.1:1", storage: "/runs" });
    engineIds.set(name, (await own.db.prisma.trainingEngine.create({ data: { name, settings } })).id);
  }
});
afterEach(async () => {
  tender.stop();
  for (const engine of engines.values()) await engine.close();
  await own.db.pool.query("UPDATE eval_matrix SET status = 'cancelled'");
  await own.db.pool.query("UPDATE serving_job SET status = 'stopped'");
  vi.restoreAllMocks();
});

function begin() {
  const [first, second] = [new ServingEngine(), new ServingEngine()];
  engines = new Map([
    ["first", first],
    ["second", second],
  ]);
  tender = new ServerTender(own.db, {
    open: ({ name }) => engines.get(name) ?? first,
    trainerFiles: async () => new Map(),
    leaseSeconds: 60,
  });
  return { first, second };
}

async function start(engine: string): Promise<number> {
  const { settings } = await api().eval.suggestSet({ questionSetId });
  const plan = {
    name: `On ${engine} ${randomUUID()}`,
    models: [modelId],
    sets: [{ questions: { questionSetId }, settings }],
    serving: { engineId: engineIds.get(engine) ?? 0, resources: { cpus: 1, gpus: 0 } },
  };
  return (await api().eval.start({ key: randomUUID(), plan })).id;
}
const server = (matrix: number) =>
  one('SELECT status, message, job_id AS "jobId", lease_url AS "leaseUrl" FROM serving_job WHERE matrix_id = $1', [
    matrix,
  ]);
const beatUntil = (check: () => Promise<void>) =>
  vi.waitFor(
    async () => {
      await tender.tend();
      await check();
    },
    { timeout: 20_000, interval: 100 },
  );

test("an engine that hangs holds up no other server, and is asked once; leases are renewed meanwhile", async () => {
  const { first, second } = begin();
  const submit = vi.spyOn(first, "submit").mockReturnValue(new Promise(() => {}));
  const [hanging, other] = [await start("first"), await start("second")];
  await moveCells(own.db);
  await beatUntil(async () => expect((await server(other)).status).toBe("ready"));
  expect(await server(hanging)).toMatchObject({ status: "launching" });
  expect(submit).toHaveBeenCalledTimes(1);
  vi.spyOn(second, "find").mockReturnValue(new Promise(() => {}));
  const renewals = () => [...second.served.values()].map((served) => served.renewals);
  const [before = 0] = renewals();
  await tender.renewLeases();
  await tender.renewLeases();
  expect(renewals()).toEqual([before + 2]);
});

test("cancelled before the engine has its job, a server is looked for until it is there and stopped", async () => {
  const { first } = begin();
  const id = await start("first");
  await moveCells(own.db);
  await api().eval.cancel({ id });
  await tender.tend();
  await tender.idle();
  const { status, jobId } = await server(id);
  expect(status).toBe("stopping");
  // The request of a worker that died arrives.
  await first.submit({
    id: jobId,
    command: [],
    files: new Map(),
    metadata: {},
    resources: { cpus: 1, gpus: 0, memoryGib: null },
  });
  await beatUntil(async () => expect((await server(id)).status).toBe("stopped"));
  expect(first.jobs.get(jobId)?.state.status).toBe("stopped");
});

async function loading() {
  const { first } = begin();
  first.isLoading = true;
  const id = await start("first");
  await moveCells(own.db);
  await beatUntil(async () =>
    expect(await server(id)).toMatchObject({
      ...{ status: "pending", message: "The model is being loaded." },
      leaseUrl: expect.stringMatching(/lease$/),
    }),
  );
  await tender.idle();
  const { jobId } = await server(id);
  return { first, id, jobId, served: first.served.get(jobId) };
}

test("a lease is renewed from before the model is loaded, also by the worker after the one that began it", async () => {
  const { served } = await loading();
  const before = served?.renewals ?? 0;
  expect(before).toBeGreaterThan(0);
  tender.stop();
  tender = new ServerTender(own.db, tender.tools);
  await tender.renewLeases();
  expect(served?.renewals).toBe(before + 1);
});

test("a server that ended while it loaded and no studio was there does not count as failed", async () => {
  const { first, id, jobId } = await loading();
  tender.stop();
  await first.kill(jobId, 0);
  tender = new ServerTender(own.db, tender.tools);
  await tender.renewLeases();
  await beatUntil(async () =>
    expect(await server(id)).toMatchObject({
      status: "stopped",
      message: "Its job ended while nobody asked for it.",
    }),
  );
});

test("one that could not be reached while it loaded does", async () => {
  const { first, id, jobId, served } = await loading();
  served?.leases.close();
  served?.leases.closeAllConnections();
  await tender.renewLeases();
  await beatUntil(async () => expect((await server(id)).message).toMatch(/cannot be reached/));
  await first.kill(jobId, 0);
  await beatUntil(async () =>
    expect(await server(id)).toMatchObject({ status: "failed", message: expect.stringMatching(/cannot be reached/) }),
  );
});

test("its endpoint asks the model as the model that it was trained from is asked, with a key of its own", async () => {
  begin();
  const body = { chat_template_kwargs: { enable_thinking: false } };
  const endpoint = { url: "http://127.0.0.1:9/v1", name: "its base", keyVariable: "OTHER_KEY", timeoutMs: 900_000 };
  const base = await addModel(own.db, { ...endpoint, extraBody: { ...body, priority: 3 } });
  await own.db.prisma.model.update({ where: { id: modelId }, data: { parentId: base.modelId } });
  const id = await start("first");
  await moveCells(own.db);
  await beatUntil(async () => expect((await server(id)).status).toBe("ready"));
  expect(
    await one(
      `SELECT e.extra_body::jsonb AS body, e.key_variable AS key, e.timeout_ms AS ms, e.patience_ms AS patience FROM endpoint e
       JOIN serving_job j ON j.endpoint_id = e.id WHERE j.matrix_id = $1`,
      [id],
    ),
  ).toEqual({ body, key: null, ms: 900_000, patience: 900_000 });
});

test("a row that cannot be read fails by itself, and the others go on", async () => {
  begin();
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  const [broken, sound] = [await start("first"), await start("second")];
  await own.db.pool.query(`UPDATE eval_matrix SET plan = '{"name": "\\ud83d"}' WHERE id = $1`, [broken]);
  await moveCells(own.db);
  const cells = await rows("SELECT status, message FROM eval_cell WHERE matrix_id = ANY($1) ORDER BY matrix_id", [
    [broken, sound],
  ]);
  expect(cells[0]).toMatchObject({ status: "failed", message: expect.stringMatching(/^A fault of the studio: /) });
  expect(cells[1]).toMatchObject({ status: "serving" });
  expect(said).toHaveBeenCalledWith(`A fault in cell 0 of eval matrix ${broken}:`, expect.anything());
});

test("cancelled just as a cell begins its run, the run ends too", async () => {
  begin();
  const endpoint = { name: "own", baseUrl: "http://127.0.0.1:9/v1", servedName: "m", maxConcurrency: 1 };
  const { id: endpointId } = await own.db.prisma.endpoint.create({
    data: { ...endpoint, timeoutMs: 1_000, patienceMs: 1_000 },
  });
  await own.db.prisma.model.update({ where: { id: modelId }, data: { endpointId } });
  const id = await start("first");
  const waiting = (count: number) =>
    vi.waitFor(
      async () => {
        const { n } = await one(
          `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database()
             AND wait_event_type = 'Lock' AND query LIKE '%eval_%'`,
        );
        expect(n).toBe(count);
      },
      { timeout: 20_000, interval: 50 },
    );
  const other = await own.db.pool.connect();
  try {
    // The cell is held until both are under way: the run is made, and its cell about to be taken.
    await other.query("BEGIN");
    await other.query("SELECT FROM eval_cell WHERE matrix_id = $1 FOR UPDATE", [id]);
    const moving = moveCells(own.db);
    await waiting(1);
    const cancelling = api().eval.cancel({ id });
    await waiting(2);
    await other.query("COMMIT");
    await Promise.all([moving, cancelling]);
  } finally {
    other.release();
    await own.db.prisma.model.update({ where: { id: modelId }, data: { endpointId: null } });
  }
  const { cells } = await api().eval.matrix({ id });
  expect(cells).toMatchObject([{ status: "cancelled", run: { status: "cancelled" } }]);
});

test("what a worker that died left open is ended: the run of a failed cell, the endpoint of its server", async () => {
  const { first } = begin();
  const id = await start("first");
  await moveCells(own.db);
  await beatUntil(async () => expect((await server(id)).status).toBe("ready"));
  await moveCells(own.db);
  const endpoint = "SELECT e.id FROM endpoint e JOIN serving_job j ON j.endpoint_id = e.id WHERE j.matrix_id = $1";
  expect(await rows(endpoint, [id])).toHaveLength(1);
  // Its server died while its run was paused, and it failed; the worker got no further.
  await own.db.pool.query("UPDATE run_state SET status = 'paused', message = $1", [SERVER_ENDED]);
  await first.kill((await server(id)).jobId);
  await beatUntil(async () => expect((await server(id)).status).toBe("failed"));
  expect(await rows(endpoint, [id])).toHaveLength(1);
  await own.db.pool.query("UPDATE eval_cell SET status = 'failed' WHERE matrix_id = $1", [id]);
  await own.db.pool.query("UPDATE model SET endpoint_id = (SELECT endpoint_id FROM serving_job WHERE matrix_id = $1)", [
    id,
  ]);
  await clearLeftBehind(own.db);
  expect((await api().eval.matrix({ id })).cells).toMatchObject([{ run: { status: "cancelled" } }]);
  expect(await rows(endpoint, [id])).toEqual([]);
  expect(await one("SELECT endpoint_id FROM model WHERE id = $1", [modelId])).toEqual({ endpoint_id: null });
});

test("a fault ends its row; a database that is away does not", async () => {
  begin();
  vi.spyOn(console, "error").mockImplementation(() => {});
  const fail = vi.fn(async () => {
    throw new Error("Neither");
  });
  const move = (error: Error) => ownMove("a row", async () => Promise.reject(error), fail);
  await move(new Error("Connection terminated unexpectedly"));
  expect(fail).not.toHaveBeenCalled();
  const error = new Error("No such thing.");
  await move(error);
  expect(fail).toHaveBeenCalledWith("A fault of the studio: No such thing.", error);
});

test("a long name of a run is cut before an emoji, not through it", () => {
  const parts = { modelName: "m", setName: "s", way: "tools" as const };
  const used = nameOf({ ...parts, matrixName: "" }).length;
  const name = nameOf({ ...parts, matrixName: `${"x".repeat(199 - used)}😀` });
  expect([name.length, name.isWellFormed()]).toEqual([199, true]);
});
