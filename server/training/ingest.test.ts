import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TrainingEvent } from "@/domain/training/events";
import { connect, type Db } from "@/server/db";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { propertyRuns } from "@/server/testing/properties";
import { ingest, LeaseLost } from "./ingest";
import { takeOutput } from "./output";
import { addTrainingRun, finalCheckpoint, lineOf, metrics, numbered, type Said, samples, started } from "./testing";

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

const NEVER = new AbortController().signal;
const update = (step: number, reward?: number): Said[] => [metrics(step, reward), samples(step, "aa", step === 1)];
/** Two attempts: the first reaches update 7, of which those after the checkpoint of 4 are done again. */
const FIRST: Said[] = [
  started(),
  ...[1, 2, 3, 4, 5].flatMap((step) => update(step)),
  { event: "checkpoint", step: 4, path: "/s/checkpoint-4", weights_hash: null, is_final: false },
  ...[6, 7].flatMap((step) => update(step)),
];
const SECOND: Said[] = [
  started(2, 4),
  { event: "warning", message: "The judge does not answer." },
  ...[5, 6].flatMap((step) => update(step, 0.9)),
  samples(6, "bb", true),
  finalCheckpoint("/s/final", 6),
  { event: "done", step: 6, seconds: 3 },
];
const EVENTS = numbered([...FIRST, ...SECOND], 0, 1_700_000_000);

async function rowsOf(id: number) {
  const tables = ["metric", "context", "sample", "checkpoint", "event"];
  const rows = await Promise.all(
    tables.map((table) => db.pool.query(`SELECT * FROM training_${table} WHERE run_id = $1 ORDER BY 2, 3::text`, [id])),
  );
  const run = await db.pool.query("SELECT step, total_steps, next_seq FROM training_run WHERE id = $1", [id]);
  return [...rows.flatMap((result) => result.rows.map(({ run_id: _, ...row }) => row)), run.rows];
}

const take = (runId: number, events: readonly TrainingEvent[]) =>
  ingest(db.pool, events, { runId, watcher: null, skipsGaps: false });

async function readAll(runId: number, lines: readonly string[]) {
  async function* source() {
    yield* lines;
  }
  const kept = { text: "", unreadable: 0 };
  await takeOutput(
    source(),
    {
      take: async (events) => void (await take(runId, events)),
      keepLog: async (text, unreadable) => void Object.assign(kept, { text, unreadable }),
    },
    NEVER,
  );
  return kept;
}

test("however often an output is cut, and begun again, the rows are those of one reading", async () => {
  const whole = await addTrainingRun(db);
  const output = EVENTS.map(lineOf);
  await readAll(whole.id, output);
  const expected = await rowsOf(whole.id);
  const reading = fc.record({ to: fc.nat(output.length), cut: fc.nat(120) });
  await fc.assert(
    fc.asyncProperty(fc.array(reading, { maxLength: 5 }), async (readings) => {
      const { id } = await addTrainingRun(db);
      for (const { to, cut } of readings) {
        const line = output[to]?.slice(0, cut) ?? "";
        await readAll(id, [...output.slice(0, to), line]);
      }
      await readAll(id, output);
      expect(await rowsOf(id)).toEqual(expected);
    }),
    { numRuns: propertyRuns(25) },
  );
});

test("what a resumed attempt does again replaces what came after its checkpoint", async () => {
  const { id } = await addTrainingRun(db);
  await take(id, EVENTS);
  const { rows } = await db.pool.query(
    `SELECT step, ("values" ->> 'reward')::float AS reward FROM training_metric WHERE run_id = $1 ORDER BY step`,
    [id],
  );
  expect(rows.map(({ step, reward }) => [step, reward])).toEqual([
    [1, 0.1],
    [2, 0.2],
    [3, 0.3],
    [4, 0.4],
    [5, 0.9],
    [6, 0.9],
  ]);
});

test("two readers at once take each event over once", async () => {
  const { id } = await addTrainingRun(db);
  const taken = await Promise.all([take(id, EVENTS), take(id, EVENTS), take(id, EVENTS)]);
  expect(taken.map((each) => each.taken).sort((a, b) => a - b)).toEqual([0, 0, EVENTS.length]);
});

test("lines that cannot be read are counted and stand in the log; the others are taken", async () => {
  const { id } = await addTrainingRun(db);
  const [first, second] = numbered([started(), metrics(1)]);
  const lines = [
    "Loading the model",
    '{"event":"metrics","seq":0,"time":1,"step":-1,"values":{}}',
    '{"event":"metrics","seq',
    ...(first && second ? [lineOf(first), `  0%|  | 0/10\r 10%|= | 1/10\r${lineOf(second)}`] : []),
    "50%\r100%",
  ];
  const kept = await readAll(id, lines);
  expect(kept.unreadable).toBe(2);
  expect(kept.text.split("\n")).toEqual(["Loading the model", ...lines.slice(1, 3), "100%"]);
  const { rows } = await db.pool.query("SELECT next_seq, step FROM training_run WHERE id = $1", [id]);
  expect(rows).toEqual([{ next_seq: 2, step: 1 }]);
});

test("where a line is missing nothing is taken beyond it, unless gaps are to be skipped", async () => {
  const { id } = await addTrainingRun(db);
  const [first, , ...rest] = EVENTS;
  const given = first ? [first, ...rest] : rest;
  expect(await take(id, given)).toEqual({ taken: 1, hasGap: true });
  expect(await ingest(db.pool, given, { runId: id, watcher: null, skipsGaps: true })).toEqual({
    taken: rest.length,
    hasGap: false,
  });
});

test("a worker that no longer watches the run writes nothing", async () => {
  const { id } = await addTrainingRun(db);
  const watcher = "00000000-0000-4000-8000-000000000000";
  await expect(ingest(db.pool, EVENTS, { runId: id, watcher, skipsGaps: false })).rejects.toThrow(LeaseLost);
});
