import { randomUUID } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TrainingEngineSettings } from "@/domain/training/engine";
import { connect, type Db } from "@/server/db";
import { appRouter } from "@/server/routers/root";
import { createCallerFactory } from "@/server/routers/trpc";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { freePorts } from "@/server/testing/free-ports";
import { testPython } from "@/server/testing/python";
import { startRay } from "@/server/testing/ray";

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

const { engine: api } = createCallerFactory(appRouter)({
  get db() {
    return db;
  },
});
const settings = (name: string, more: object = {}) => ({
  name,
  address: "http://127.0.0.1:9/",
  storage: "/shared/swirl/",
  ...more,
});
const find = async (id: number) => (await api.list()).find((engine) => engine.id === id);

async function addRun(engineId: number, status: string): Promise<number> {
  const model = await db.prisma.model.create({ data: { name: randomUUID() } });
  const json = { data: {}, resources: {}, checked: {}, engineSettings: settings("as launched") };
  const run = await db.prisma.trainingRun.create({
    data: {
      ...{ key: randomUUID(), name: "run", algorithm: "sft", status, config: "", revision: 0n, ...json },
      ...{ engineId, baseModelId: model.id },
    },
  });
  return run.id;
}

describe("saving", () => {
  test("what is given comes back, with what was left out", async () => {
    const serving = { baseUrl: "http://127.0.0.1:8100/v1", keyVariable: null, maxConcurrency: 4 };
    const { id } = await api.save(settings("full", { tokenVariable: "NO_SUCH_TOKEN", serving }));
    expect(await find(id)).toEqual({
      ...TrainingEngineSettings.parse(settings("full", { tokenVariable: "NO_SUCH_TOKEN", serving })),
      ...{ id, address: "http://127.0.0.1:9", storage: "/shared/swirl", runs: 0, openRuns: 0, isTokenSet: false },
    });
  });

  test("a change keeps its runs, and what they were launched with", async () => {
    const { id } = await api.save(settings("before"));
    const run = await addRun(id, "running");
    await addRun(id, "done");
    await api.save(settings("after", { id, address: "http://127.0.0.1:10", python: "/opt/python" }));
    expect(await find(id)).toMatchObject({ name: "after", python: "/opt/python", runs: 2, openRuns: 1 });
    const kept = await db.prisma.trainingRun.findUniqueOrThrow({ where: { id: run } });
    expect(kept.engineSettings).toMatchObject({ name: "as launched" });
  });

  test("names are taken once, and what is gone cannot be changed", async () => {
    const { id } = await api.save(settings("taken"));
    await expect(api.save(settings("taken"))).rejects.toMatchObject({ code: "CONFLICT" });
    await api.remove({ id });
    await expect(api.save(settings("taken", { id }))).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test.each([
    ["a token", { tokenVariable: "hf_abcdefghijklmnopqrstuvwx" }],
    ["a secret of the studio", { tokenVariable: "DATABASE_URL" }],
    ["a user in the address", { address: "http://me:word@host:8265" }],
    ["a folder that is relative", { storage: "swirl" }],
    ["no CPU", { resources: { cpus: 0 } }],
  ])("%s is refused", async (_, more) => {
    await expect(api.save(settings("refused", more))).rejects.toMatchObject({ code: "BAD_REQUEST" });
    expect((await api.list()).some(({ name }) => name === "refused")).toBe(false);
  });
});

test("removing one keeps its training runs", async () => {
  const { id } = await api.save(settings("removed"));
  const run = await addRun(id, "running");
  await api.remove({ id });
  expect(await find(id)).toBeUndefined();
  expect(await db.prisma.trainingRun.findUniqueOrThrow({ where: { id: run } })).toMatchObject({
    engineId: null,
    status: "running",
    engineSettings: { name: "as launched" },
  });
});

describe("testing", () => {
  test("one that does not answer, and one that is no Ray", async () => {
    const [port] = await freePorts(1);
    expect(await api.test(settings("unsaved", { address: `http://127.0.0.1:${port}` }))).toEqual({
      isWell: false,
      message: expect.stringContaining("Nothing listens at"),
    });
    const server = http.createServer((_, response) => response.end("hello"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await api.test(settings("unsaved", { address }))).toMatchObject({
      isWell: false,
      message: expect.stringContaining("not as Ray's dashboard does"),
    });
    server.close();
  });

  test.skipIf(testPython === null)("a real one, and what would be in a job's way", { timeout: 600_000 }, async () => {
    const ray = await startRay();
    const [port] = await freePorts(1);
    const well = settings("unsaved", {
      ...{ address: ray.address, storage: ray.storage, sharedFolder: "/nonexistent/folder" },
      ...{ resources: { cpus: 64, gpus: 0 }, serving: { baseUrl: `http://127.0.0.1:${port}/v1` } },
    });
    expect(await api.test(well)).toMatchObject({
      isWell: true,
      report: { nodes: 1, cpus: { total: 2 } },
      notes: [
        expect.stringContaining("asks for 64 CPUs"),
        expect.stringContaining("/nonexistent/folder"),
        expect.stringContaining("Nothing answers at"),
      ],
    });
    const fits = { ...well, sharedFolder: ray.storage, resources: { cpus: 1, gpus: 0 }, serving: null };
    expect(await api.test(fits)).toMatchObject({ isWell: true, notes: [] });
    await ray.stop();
  });
});
