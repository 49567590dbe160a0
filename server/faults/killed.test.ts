/** What is killed in the middle of an import, a judging run or a migration: nothing is lost, nothing half there. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, expect, test } from "vitest";
import { migrate } from "@/scripts/migrate.mjs";
import { findPlace } from "@/scripts/postgres/place.mjs";
import { findRunning } from "@/scripts/postgres/server.mjs";
import { openDatabase } from "@/scripts/postgres.mjs";
import { makeCheckout, REPOSITORY } from "@/scripts/testing/checkout";
import { connect, type Db } from "@/server/db";
import { addEndpoint, poolOf, startModelJudging } from "@/server/engine/judging/testing";
import { isDone, waitForRun } from "@/server/engine/testing/watch-run";
import { startWorker, type WorkerProcess } from "@/server/engine/testing/worker-process";
import { importFile } from "@/server/services/import/import-file";
import { createTestDatabase } from "@/server/testing/database";
import { startOpenAiServer } from "@/server/testing/openai-server/server";
import { FAULT_PATIENCE, moments, runToDeath } from "@/server/testing/process-that-dies";
import { jsonl } from "@/server/testing/small-pool";
import { expectWhole } from "@/server/testing/whole";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const next of undo.splice(0).reverse()) await next();
});

const LENGTHS = Array.from({ length: 600 }, (_, index) => index % 7);

function poolFile(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "swirl-faults-"));
  undo.push(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, "pool.jsonl");
  writeFileSync(file, jsonl(poolOf(LENGTHS)));
  return file;
}

const IMPORT = `
  const { createReadStream } = await import("node:fs");
  const { connect } = await import("./server/db.ts");
  const { importFile } = await import("./server/services/import/import-file.ts");
  const db = connect(process.env.DATABASE_URL);
  // As slow as an upload, so that there is a middle.
  async function* body() {
    for await (const chunk of createReadStream(process.env.POOL, { highWaterMark: 8192 })) {
      yield chunk;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
  console.log("begun");
  const report = await importFile(db, { fileName: "pool.jsonl", body: body(), totalBytes: null });
  await db.close();
  if (report.status !== "done") throw new Error(report.message);`;

const count = async (db: Db, table: string) =>
  Number((await db.pool.query(`SELECT count(*)::int AS n FROM ${table}`)).rows[0].n);

async function freshDatabase(): Promise<{ db: Db; url: string }> {
  const database = await createTestDatabase();
  undo.push(() => database.drop());
  const db = connect(database.url);
  undo.push(() => db.close());
  return { db, url: database.url };
}

test(
  "an import that is killed leaves nothing of its file, and the next one all of it",
  async () => {
    const file = poolFile();
    const other = await freshDatabase();
    const { ms } = await runToDeath(IMPORT, { DATABASE_URL: other.url, POOL: file }, null);
    const { db, url } = await freshDatabase();
    let killed = 0;
    for (const moment of moments(11, 3)) {
      const before = await count(db, "trajectory");
      const { signal } = await runToDeath(IMPORT, { DATABASE_URL: url, POOL: file }, moment * ms);
      if (signal === "SIGKILL") killed += 1;
      // Killed at its very end, it may have committed.
      expect([before, LENGTHS.length]).toContain(await count(db, "trajectory"));
      await expectWhole(db);
    }
    expect(killed).toBeGreaterThan(0);
    await runToDeath(IMPORT, { DATABASE_URL: url, POOL: file }, null);
    expect(await count(db, "trajectory")).toBe(LENGTHS.length);
    expect(await count(db, "step")).toBe(LENGTHS.reduce((sum, length) => sum + length, 0));
    await expectWhole(db);
  },
  FAULT_PATIENCE,
);

test(
  "PostgreSQL killed in the middle of an import: it fails with a reason, and what was there stays",
  async () => {
    const checkout = makeCheckout();
    undo.push(checkout.remove);
    const own = await openDatabase({ root: checkout.root, given: "" });
    undo.push(own.close);
    await migrate({ url: own.url, root: REPOSITORY });
    const db = connect(own.url);
    undo.push(() => db.close());
    const content = jsonl(poolOf(LENGTHS));
    const load = async (body: AsyncIterable<Buffer>) =>
      importFile(db, { fileName: "pool.jsonl", body, totalBytes: null }).catch((error: unknown) => String(error));
    const revive = () => expect.poll(() => own.revive().catch(() => null), { timeout: 20_000 }).not.toBeNull();
    for (const moment of moments(12, 2)) {
      const killedAt = Math.floor(moment * content.length);
      await load(
        (async function* () {
          yield content.subarray(0, killedAt);
          process.kill(findRunning(findPlace(checkout.root).data)?.pid ?? 0, "SIGKILL");
          yield content.subarray(killedAt);
        })(),
      );
      await revive();
      expect(await count(db, "trajectory")).toBe(0);
      await expectWhole(db);
    }
    const report = await importFile(db, { fileName: "pool.jsonl", body: [content] as never, totalBytes: null });
    expect(report).toMatchObject({ status: "done", rejected: 0 });
    expect(await count(db, "trajectory")).toBe(LENGTHS.length);
    await expectWhole(db);
  },
  FAULT_PATIENCE,
);

test(
  "a worker killed again and again while it judges: every step is ruled on, once",
  async () => {
    const { db, url } = await freshDatabase();
    await importFile(db, { fileName: "pool.jsonl", body: [jsonl(poolOf(LENGTHS))] as never, totalBytes: null });
    const server = await startOpenAiServer({ latencyMs: 5 });
    undo.push(() => server.close());
    const runId = await startModelJudging(db, { endpointId: await addEndpoint(db, server.url, 32) });
    const workers: WorkerProcess[] = [];
    undo.push(() => Promise.all(workers.map((worker) => worker.end("SIGKILL"))));
    const steps = LENGTHS.reduce((sum, length) => sum + length, 0);
    for (const moment of moments(13, 3)) {
      const until = server.stats.count + Math.ceil((moment * steps) / (4 * moments(13, 3).length));
      workers.push(startWorker(url));
      await expect.poll(() => server.stats.count, { timeout: 30_000, interval: 1 }).toBeGreaterThanOrEqual(until);
      await workers.pop()?.end("SIGKILL");
      await expectWhole(db);
    }
    workers.push(startWorker(url));
    await waitForRun(db, { kind: "judging", runId }, isDone);
    expect(await count(db, "verdict")).toBe(steps);
    await expectWhole(db);
  },
  FAULT_PATIENCE,
);

const MIGRATE = `
  const { migrate } = await import("./scripts/migrate.mjs");
  console.log("begun");
  await migrate({ url: process.env.DATABASE_URL, root: process.cwd() });`;

test(
  "migrations that are killed go on where they were, and end where those that were not do",
  async () => {
    const { db, url } = await freshDatabase();
    const schemaOf = async (client: pg.Client | pg.Pool) =>
      (
        await client.query(
          `SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
         WHERE table_schema = 'public' ORDER BY 1, 2`,
        )
      ).rows;
    const expected = await schemaOf(db.pool);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    undo.push(() => client.end());
    const empty = () => client.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    await empty();
    const { ms } = await runToDeath(MIGRATE, { DATABASE_URL: url }, null);
    for (const moment of moments(14, 2)) {
      await empty();
      await runToDeath(MIGRATE, { DATABASE_URL: url }, moment * ms);
      await migrate({ url, root: REPOSITORY });
      expect(await schemaOf(client)).toEqual(expected);
    }
  },
  FAULT_PATIENCE,
);
