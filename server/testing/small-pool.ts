/** A small pool in the studio's own format, and a database to import it into. */
import { afterAll, beforeAll } from "vitest";
import type { StudioRecordInput } from "@/domain/studio-record";
import { connect, type Db } from "@/server/db";
import { importFile } from "@/server/services/import/import-file";
import { createTestDatabase, type TestDatabase } from "./database";

export const HEADER = { type: "swirl-studio", version: 1 } as const;

/** Records of one small pool; `prefix` keeps the keys of tests apart. */
export function smallPool(prefix: string, { samples = 2, version }: { samples?: number; version?: number } = {}) {
  const records: StudioRecordInput[] = [
    HEADER,
    { type: "question-set", key: `${prefix}-set`, name: prefix },
    { type: "question", set: `${prefix}-set`, key: "1", text: "What is 2 + 2?", answers: ["4"] },
    { type: "rollout-run", key: `${prefix}-run`, name: prefix, model: "m" },
    { type: "judging-run", key: `${prefix}-judge`, name: `${prefix} judge`, judgeKind: "model", version },
    { type: "labelling-run", key: `${prefix}-em`, name: `${prefix} em`, labellerKind: "metric", version },
  ];
  for (let sample = 0; sample < samples; sample++)
    records.push(smallTrajectory(prefix, sample, { ratings: [1, sample === 0 ? 1 : -1], version }));
  return records;
}

export function smallTrajectory(
  prefix: string,
  sample: number | null,
  { ratings, judgedAt, version }: { ratings?: (1 | 0 | -1)[]; judgedAt?: string; version?: number } = {},
): StudioRecordInput {
  return {
    type: "trajectory",
    run: `${prefix}-run`,
    set: `${prefix}-set`,
    question: "1",
    sample,
    endState: "answered",
    finalAnswer: "4",
    prompt: [{ role: "user", content: "What is 2 + 2?" }],
    steps: [
      {
        action: { role: "assistant", content: `sum ${sample ?? ""} <math_exp>2+2</math_exp>\u0000\ud800` },
        observation: [{ role: "tool", content: "4" }],
      },
      { action: { content: "<answer>4</answer>", role: "assistant" }, observation: null },
    ],
    verdicts: ratings && [
      {
        run: `${prefix}-judge`,
        version,
        judgedAt,
        steps: ratings.map((rating, step) => ({ step, rating, score: 50 + 40 * rating })),
      },
    ],
    outcomes: [{ run: `${prefix}-em`, version, correct: sample === 0 }],
  };
}

export const jsonl = (records: unknown[]) =>
  Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join(""));

async function* inPieces(content: Buffer, size = 1000) {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

/** A database of the test file's own, with ways to import into it and to look at it. */
export function useImports() {
  let database: TestDatabase;
  const own: { db: Db } = { db: undefined as never };
  beforeAll(async () => {
    database = await createTestDatabase();
    own.db = connect(database.url);
  });
  afterAll(async () => {
    await own.db.close();
    await database.drop();
  });
  return {
    own,
    run: (content: Buffer | unknown[], fileName = "file.jsonl") =>
      importFile(own.db, {
        fileName,
        body: inPieces(Buffer.isBuffer(content) ? content : jsonl(content)),
        totalBytes: null,
      }),
    rows: async (sql: string, values: unknown[] = []) => (await own.db.pool.query(sql, values)).rows,
    one: async (sql: string, values: unknown[] = []) => (await own.db.pool.query(sql, values)).rows[0],
  };
}
