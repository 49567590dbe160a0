import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { EMPTY_POOL, type Pool } from "@/domain/pool";
import { StudioRecord } from "@/domain/studio-record";
import { connect, type Db } from "@/server/db";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { propertyRuns } from "@/server/testing/properties";
import { openExport } from "./deliver";
import { getExport } from "./export-row";
import { prepareExport } from "./prepare";
import { arbitraryTrajectory, importLines, type RandomTrajectory, recordsOf, toJsonl } from "./test-pool";

const open: { database: TestDatabase; db: Db }[] = [];
async function emptyDatabase(): Promise<Db> {
  const database = await createTestDatabase();
  const db = connect(database.url);
  open.push({ database, db });
  return db;
}
async function closeAll(): Promise<void> {
  for (const { database, db } of open.splice(0)) {
    await db.close();
    await database.drop();
  }
}
let db: Db;
beforeAll(async () => {
  db = await emptyDatabase();
});
afterAll(closeAll);

async function exported(from: Db, pool: Pool = EMPTY_POOL): Promise<Buffer> {
  const { id, chunks } = await openExport(
    from,
    await prepareExport(from, { format: "swirl", pool, mode: "none", file: "jsonl", gzip: false }),
  );
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  const state = await getExport(from, id);
  expect(state).toMatchObject({ status: "done", rows: state.expectedRows });
  return Buffer.concat(parts);
}
const recordsIn = (content: Buffer) =>
  content
    .toString("utf8")
    .split("\n")
    .slice(0, -1)
    .map((line) => StudioRecord.parse(JSON.parse(line)));

test("export, import into an empty studio, export: the same bytes", async () => {
  const property = fc.asyncProperty(
    fc.array(fc.array(arbitraryTrajectory, { maxLength: 6 }), { minLength: 1, maxLength: 3 }),
    async (pools) => {
      const [first, second] = [await emptyDatabase(), await emptyDatabase()];
      for (const [index, pool] of pools.entries()) await importLines(first, toJsonl(recordsOf(`k${index}`, pool)));
      const once = await exported(first);
      await importLines(second, once);
      expect((await exported(second)).toString()).toBe(once.toString());
      // What is there already is added a second time by nothing.
      await importLines(first, once);
      expect((await exported(first)).equals(once)).toBe(true);
      await Promise.all(open.splice(1).map(({ database, db }) => db.close().then(database.drop)));
    },
  );
  await fc.assert(property, { numRuns: propertyRuns(12) });
}, 180_000);

test("trajectories come out as they went in, with every verdict and outcome", async () => {
  const pool = fc.sample(arbitraryTrajectory, 30);
  const given = recordsOf("same", pool);
  await importLines(db, toJsonl(given));
  const written = recordsIn(await exported(db)).filter((record) => record.type === "trajectory");
  const read = given.flatMap((record) => {
    const parsed = StudioRecord.parse(JSON.parse(JSON.stringify(record)));
    return parsed.type === "trajectory" ? [parsed] : [];
  });
  expect(written.map(comparable)).toEqual(read.map(comparable));
});

/** Left out and null are the same; times are compared as times; text columns hold no NUL and no lone surrogate. */
function comparable(record: unknown): unknown {
  return JSON.parse(
    JSON.stringify(record, (key, value) => {
      if (value === null) return undefined;
      if (key === "judgedAt" || key === "labelledAt" || key === "createdAt") return Date.parse(value);
      return value;
    }),
  );
}

test("a filtered pool brings its question set whole, and nothing of the others", async () => {
  await importLines(db, toJsonl(recordsOf("one", [aTrajectory])));
  await importLines(db, toJsonl(recordsOf("other", [aTrajectory, aTrajectory])));
  const { rows } = await db.pool.query("SELECT id FROM rollout_run WHERE key = 'one-run'");
  const records = recordsIn(await exported(db, { ...EMPTY_POOL, runs: [rows[0].id] }));
  const keys = JSON.stringify(records);
  expect(keys).not.toContain("other-");
  expect(records.map((record) => record.type)).toEqual([
    "swirl-studio",
    "corpus",
    ...Array.from({ length: 4 }, () => "passage"),
    "question-set",
    ...Array.from({ length: 3 }, () => "question"),
    "rollout-run",
    "judging-run",
    "judging-run",
    "labelling-run",
    "trajectory",
  ]);
});

const aTrajectory: RandomTrajectory = {
  prompt: [{ role: "user", content: "?" }],
  tools: null,
  steps: [
    {
      action: { role: "assistant", content: "!" },
      observation: null,
      finishReason: null,
      promptTokens: null,
      verdict: { rating: 1, score: 100, rationale: null },
    },
  ],
  question: 0,
  judged: true,
  correct: true,
  tokens: null,
  metadata: {},
  at: null,
};
