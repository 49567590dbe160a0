/** The engine in this process, with the real rollout executor, against a real server and a real database. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "@/server/db";
import { actOnRun } from "@/server/services/run/act";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { type OpenAiServer, type OpenAiServerOptions, startOpenAiServer } from "@/server/testing/openai-server/server";
import { Engine } from "./engine";
import { rolloutExecutor } from "./rollout/executor";
import { addEndpoint, makeRun } from "./testing/make-run";
import { expectWholeRun, isDone, waitForRun } from "./testing/watch-run";

let database: TestDatabase;
let db: Db;
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url);
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

async function serve(options: OpenAiServerOptions = {}): Promise<OpenAiServer> {
  const server = await startOpenAiServer(options);
  closing.push(() => server.close());
  return server;
}

async function engine(): Promise<Engine> {
  const one = new Engine(database.url, [rolloutExecutor]);
  await one.start();
  closing.push(() => one.stop());
  return one;
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test("a run is carried out to its end", async () => {
  const server = await serve({ latencyMs: 5 });
  const endpointId = await addEndpoint(db, { baseUrl: server.url, maxConcurrency: 16 });
  const run = await makeRun(db, { endpointId, questions: 20 });
  await engine();
  const progress = await waitForRun(db, { kind: "rollout", runId: run.id }, isDone);
  await expectWholeRun(db, run.id, 100);
  expect(progress.requests).toBe(server.stats.count);
  expect(server.stats.maxInFlight).toBeLessThanOrEqual(16);
  expect(server.stats.maxInFlight).toBeGreaterThan(10);
});
