import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EndpointSettings } from "@/domain/endpoint";
import { connect, type Db } from "@/server/db";
import { appRouter } from "@/server/routers/root";
import { createCallerFactory } from "@/server/routers/trpc";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { startOpenAiServer } from "@/server/testing/openai-server/server";

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

const { endpoint: api } = createCallerFactory(appRouter)({
  get db() {
    return db;
  },
});
const settings = (name: string, more: object = {}) => ({
  name,
  baseUrl: "http://127.0.0.1:9/v1/",
  servedName: "m",
  ...more,
});
const find = async (id: number) => (await api.list()).find((endpoint) => endpoint.id === id);
const findModel = async (name: string) => (await api.models.list()).find((model) => model.name === name);

describe("saving", () => {
  test("one form makes the endpoint and the model it serves", async () => {
    const extraBody = { min_p: 0.05, chat_template_kwargs: { enable_thinking: false } };
    const { id } = await api.save(settings("one form", { modelName: "one-form-8b", extraBody }));
    expect(await find(id)).toEqual({
      ...EndpointSettings.parse(settings("one form", { extraBody })),
      id,
      baseUrl: "http://127.0.0.1:9/v1",
      models: [{ id: expect.any(Number), name: "one-form-8b" }],
      openRuns: [],
      isKeySet: null,
    });
    expect(await findModel("one-form-8b")).toMatchObject({ endpointName: "one form", kind: null, trajectories: 0 });
  });

  test("a model that is there already is linked, unless another endpoint serves it", async () => {
    const model = await api.models.save({ name: "known", kind: "base" });
    const first = await api.save(settings("first", { modelName: "known" }));
    expect((await find(first.id))?.models).toEqual([{ id: model.id, name: "known" }]);
    await expect(api.save(settings("second", { modelName: "known" }))).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining('served by "first"'),
    });
    expect((await api.list()).some(({ name }) => name === "second")).toBe(false);
    await api.save(settings("second"));
  });

  test("a model of the sample pool is never served", async () => {
    await db.prisma.model.create({ data: { name: "toy", isSample: true } });
    await expect(api.save(settings("toy", { modelName: "toy" }))).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("a change keeps the endpoint and its model", async () => {
    const { id } = await api.save(settings("changing", { modelName: "changing-model" }));
    await api.save(settings("changed", { id, maxConcurrency: 64, isStreamed: true, keyVariable: "SOME_KEY" }));
    expect(await find(id)).toMatchObject({
      name: "changed",
      maxConcurrency: 64,
      isStreamed: true,
      isKeySet: false,
      models: [{ name: "changing-model" }],
    });
  });

  test("names are taken once, and what is gone cannot be changed", async () => {
    const { id } = await api.save(settings("taken"));
    await expect(api.save(settings("taken"))).rejects.toMatchObject({ code: "CONFLICT" });
    await api.remove({ id });
    await expect(api.save(settings("taken", { id }))).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("a key never enters the database", async () => {
    const extraBody = { headers: { Authorization: "Bearer sk-1" } };
    await expect(api.save(settings("leaky", { extraBody }))).rejects.toMatchObject({ code: "BAD_REQUEST" });
    await expect(api.save(settings("leaky", { baseUrl: "http://me:sk-1@host/v1" }))).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
  });
});

describe("removing", () => {
  test.each([
    ["running", true],
    ["paused", true],
    ["done", false],
    ["cancelled", false],
  ])("while a run is %s: refused %s", async (status, isRefused) => {
    const { id } = await api.save(settings(`needed ${status}`, { modelName: `needed-${status}` }));
    await db.pool.query(
      "INSERT INTO run_state (kind, run_id, status, endpoint_id, planned) VALUES ('judging', $1, $2, $1, 1)",
      [id, status],
    );
    const needing = [{ kind: "judging", runId: id, name: `no. ${id}` }];
    expect((await find(id))?.openRuns).toEqual(isRefused ? needing : []);
    const removal = api.remove({ id });
    if (isRefused)
      await expect(removal).rejects.toMatchObject({
        code: "CONFLICT",
        message: expect.stringContaining(`"no. ${id}"`),
      });
    else await removal;
    expect((await find(id)) !== undefined).toBe(isRefused);
    expect((await findModel(`needed-${status}`))?.endpointId).toBe(isRefused ? id : null);
  });
});

describe("testing", () => {
  test("an endpoint that is well, saved or not", async () => {
    const server = await startOpenAiServer({ latencyMs: 20, model: "served-8b" });
    for (const isStreamed of [false, true]) {
      const tested = await api.test(settings("unsaved", { baseUrl: server.url, isStreamed }));
      expect(tested).toEqual({
        isWell: true,
        latencyMs: expect.any(Number),
        text: "ready",
        finishReason: "stop",
        model: "served-8b",
      });
      if (tested.isWell) expect(tested.latencyMs).toBeGreaterThanOrEqual(19);
    }
    expect(server.stats.count).toBe(2);
    await server.close();
  });

  test("the reason where it is not, and what it serves where the model is not known", async () => {
    const server = await startOpenAiServer({ model: "served-8b", faults: () => ({ kind: "no-model" }) });
    expect(await api.test(settings("unsaved", { baseUrl: server.url }))).toEqual({
      isWell: false,
      kind: "misconfigured",
      message: 'The server answered 404: The model "m" does not exist.',
      served: ["served-8b"],
    });
    await server.close();
    expect(await api.test(settings("unsaved", { baseUrl: server.url }))).toMatchObject({ kind: "connection" });
  });

  test("a key that is missing here", async () => {
    expect(await api.test(settings("unsaved", { keyVariable: "SWIRL_TEST_NO_SUCH_KEY" }))).toMatchObject({
      kind: "misconfigured",
      message: expect.stringContaining("SWIRL_TEST_NO_SUCH_KEY"),
    });
  });
});

describe("models", () => {
  const hash = (digit: string) => digit.repeat(64);

  test("what a model is, and what it was trained from", async () => {
    const base = await api.models.save({ name: "base", kind: "base", weightsHash: hash("a") });
    const trained = await api.models.save({ name: "trained", kind: "checkpoint", parentId: base.id });
    expect(await findModel("trained")).toMatchObject({ kind: "checkpoint", parentName: "base", weightsHash: null });
    await expect(
      api.models.save({ id: base.id, name: "base", kind: "checkpoint", parentId: trained.id }),
    ).rejects.toMatchObject({ code: "BAD_REQUEST", message: expect.stringContaining("trained from itself") });
    await expect(api.models.save({ name: "base" })).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(api.models.save({ name: "astray", endpointId: 2_000_000_000 })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  test("weights that made trajectories keep their hash", async () => {
    const { id } = await api.models.save({ name: "hashed", kind: "base" });
    await api.models.save({ id, name: "hashed", kind: "base", weightsHash: hash("b") });
    await api.models.save({ id, name: "hashed", kind: "base", weightsHash: hash("c") });
    await db.prisma.rolloutRun.create({ data: { key: "hashed", name: "hashed", purpose: "generate", modelId: id } });
    await expect(api.models.save({ id, name: "hashed", kind: "base", weightsHash: hash("d") })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    await api.models.save({ id, name: "renamed", kind: "base", weightsHash: hash("c") });
    expect(await findModel("renamed")).toMatchObject({ rolloutRuns: 1 });
  });
});
