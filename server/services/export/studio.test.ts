import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { EMPTY_POOL } from "@/domain/pool";
import { StudioRecord } from "@/domain/studio-record";
import { connect, type Db } from "@/server/db";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { propertyRuns } from "@/server/testing/properties";
import { arbitraryEval, evalRecords } from "./test-eval";
import {
  arbitraryTrajectory,
  exportStudio,
  importLines,
  type RandomTrajectory,
  recordsIn,
  recordsOf,
  toJsonl,
} from "./test-pool";
import { arbitraryTraining, modelRecords, trainingRecords } from "./test-training";

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

test("export, import into an empty studio, export: the same bytes", async () => {
  const property = fc.asyncProperty(
    fc.array(
      fc.tuple(
        fc.array(arbitraryTrajectory, { maxLength: 6 }),
        arbitraryTraining,
        fc.uniqueArray(arbitraryEval, { selector: ({ key }) => key, maxLength: 2 }),
      ),
      { minLength: 1, maxLength: 3 },
    ),
    async (pools) => {
      const [first, second] = [await emptyDatabase(), await emptyDatabase()];
      for (const [index, [pool, training, evals]] of pools.entries()) {
        const key = `k${index}`;
        const [header, ...records] = recordsOf(key, pool);
        const after = [...trainingRecords(key, training, pool), ...evalRecords(key, evals, training, pool)];
        await importLines(first, toJsonl([header, ...modelRecords(key, training), ...records, ...after]));
      }
      const once = await exportStudio(first);
      await importLines(second, once);
      expect((await exportStudio(second)).toString()).toBe(once.toString());
      // What is there already is added a second time by nothing.
      await importLines(first, once);
      expect((await exportStudio(first)).equals(once)).toBe(true);
      await Promise.all(open.splice(1).map(({ database, db }) => db.close().then(database.drop)));
    },
  );
  await fc.assert(property, { numRuns: propertyRuns(12) });
}, 180_000);

test("trajectories come out as they went in, with every verdict and outcome", async () => {
  const pool = fc.sample(arbitraryTrajectory, 30);
  const given = recordsOf("same", pool);
  await importLines(db, toJsonl(given));
  const written = recordsIn(await exportStudio(db)).filter((record) => record.type === "trajectory");
  const read = given.flatMap((record) => {
    const parsed = StudioRecord.parse(JSON.parse(JSON.stringify(record)));
    return parsed.type === "trajectory" ? [parsed] : [];
  });
  expect(written.map(comparable)).toEqual(read.map(comparable));
});

test("models and training runs come out as they went in, with every figure and sampled action", async () => {
  const own = await emptyDatabase();
  for (const [index, training] of fc.sample(arbitraryTraining, 10).entries()) {
    const key = `t${index}`;
    const [header, ...pool] = recordsOf(key, [aTrajectory, aTrajectory]);
    const given = plainTexts([
      header,
      ...modelRecords(key, training),
      ...pool,
      ...trainingRecords(key, training, [aTrajectory, aTrajectory]),
    ]);
    await importLines(own, toJsonl(given));
    const wanted = (record: StudioRecord) => ["model", "training-run", "training-context"].includes(record.type);
    const written = recordsIn(await exportStudio(own))
      .filter(wanted)
      .map(comparable);
    const read = given.map((record) => StudioRecord.parse(record)).filter(wanted);
    expect(read.length).toBeGreaterThan(0);
    for (const record of read) expect(written).toContainEqual(comparable(record));
  }
});

/** As the database holds them in training runs: the sign for NUL instead of it, no half of a surrogate pair. */
const plainTexts = (records: readonly unknown[]): unknown[] =>
  JSON.parse(
    JSON.stringify(records)
      .replaceAll("\\u0000", "\u2400")
      .replaceAll(/\\ud[89a-f]../g, "\ufffd"),
  );

/** Left out and null are the same; times are compared as times; text columns hold no NUL and no lone surrogate. */
function comparable(record: unknown): unknown {
  return JSON.parse(
    JSON.stringify(record, (key, value) => {
      if (value === null) return undefined;
      if (/(^a|A)t$/.test(key)) return Date.parse(value);
      return value;
    }),
  );
}

test("a filtered pool brings its question set whole, and nothing of the others", async () => {
  await importLines(db, toJsonl(recordsOf("one", [aTrajectory])));
  await importLines(db, toJsonl(recordsOf("other", [aTrajectory, aTrajectory])));
  const { rows } = await db.pool.query("SELECT id FROM rollout_run WHERE key = 'one-run'");
  const records = recordsIn(await exportStudio(db, { ...EMPTY_POOL, runs: [rows[0].id] }));
  const keys = JSON.stringify(records);
  expect(keys).not.toContain("other-");
  expect(records.map((record) => record.type)).toEqual([
    "swirl-studio",
    "corpus",
    ...Array.from({ length: 4 }, () => "passage"),
    "question-set",
    ...Array.from({ length: 3 }, () => "question"),
    "model",
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
