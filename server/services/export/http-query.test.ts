import { afterAll, beforeAll, expect, test } from "vitest";
import type { StudioRecordInput } from "@/domain/studio-record";
import { connect, type Db } from "@/server/db";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { openExport } from "./deliver";
import { readExportQuery } from "./http-query";
import { prepareExport } from "./prepare";
import { previewExport } from "./preview";
import { importLines, toJsonl } from "./test-pool";

let database: TestDatabase;
let db: Db;
beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url);
  await importLines(db, toJsonl(RECORDS));
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

/** Labels of sample 0 to 3: the first labeller covers most of the pool, the second is newer. */
const OLD = [true, true, true, false];
const NEW = [false, true, undefined, undefined];
const RECORDS: StudioRecordInput[] = [
  { type: "swirl-studio", version: 1 },
  { type: "question-set", key: "s", name: "s" },
  { type: "question", set: "s", key: "q", text: "q", answers: [] },
  ...["judged", "other"].map((key) => ({ type: "rollout-run" as const, key, name: key })),
  { type: "judging-run", key: "j", name: "judge", judgeKind: "model" },
  ...["old", "new"].map((key) => ({
    type: "labelling-run" as const,
    key,
    name: key,
    labellerKind: "metric" as const,
  })),
  ...OLD.map((old, sample): StudioRecordInput => {
    const isNew = NEW[sample];
    return {
      type: "trajectory",
      run: sample < 3 ? "judged" : "other",
      set: "s",
      question: "q",
      sample,
      endState: "answered",
      prompt: [],
      steps: [{ action: { role: "assistant", content: String(sample) }, observation: null }],
      verdicts: sample === 1 ? [{ run: "j", steps: [{ step: 0, rating: 1 }] }] : [],
      outcomes: [{ run: "old", correct: old }, ...(isNew === undefined ? [] : [{ run: "new", correct: isNew }])],
    };
  }),
];

/** The samples that an export of this query string holds. */
async function samples(query: string): Promise<number[]> {
  const id = await prepareExport(db, await readExportQuery(db, new URLSearchParams(query)));
  const chunks: Buffer[] = [];
  for await (const chunk of (await openExport(db, id)).chunks) chunks.push(chunk);
  const lines = Buffer.concat(chunks).toString("utf8").split("\n").filter(Boolean);
  return lines.flatMap((line) => JSON.parse(line).sample ?? []);
}

test.each([
  ["", [0, 1, 2, 3]],
  ["judge=1", [0, 1, 2, 3]],
  ["judge=1&scope=1", [0, 1, 2]],
  ["judge=1&mode=process", [1]],
  // Of the newest labelling run of each trajectory
  ["outcome=correct", [1, 2]],
  ["mode=outcome", [1, 2]],
  ["outcome=correct&labelling-run=old", [0, 1, 2]],
])("the studio's format of %j holds what a page with these parameters shows", async (query, expected) => {
  expect(await samples(`format=studio&${query}`)).toEqual(expected);
});

test.each([
  ["mode=none&judging-run=judge", [0, 1, 2]],
  // Of the labelling run that covers most of the pool
  ["mode=outcome&judging-run=judge", [0, 1, 2]],
  ["mode=outcome&judging-run=judge&run=2", []],
])("sub-trajectories of %j", async (query, expected) => {
  expect(await samples(query)).toEqual(expected);
});

test.each([
  ["mode=none&judging-run=judge&format=verl&file=parquet", { format: "verl", file: "parquet", gzip: false }],
  ["mode=none&judging-run=judge&format=openai&gzip=1", { format: "openai", file: "jsonl", gzip: true }],
  ["mode=none&judging-run=judge", { format: "sub-trajectories", file: "jsonl" }],
  ["format=studio", { format: "swirl", file: "jsonl", mode: "none" }],
  ["format=swirl&file=parquet", { format: "swirl", file: "parquet", mode: "none" }],
])("the form of %j", async (query, expected) => {
  expect(await readExportQuery(db, new URLSearchParams(query))).toMatchObject(expected);
});

test.each([
  ["format=csv", "it is one of sub-trajectories, trl-prompt-only"],
  ["mode=none&judging-run=judge&file=csv", "it is jsonl or parquet"],
])("%j is refused", async (query, sentence) => {
  await expect(readExportQuery(db, new URLSearchParams(query))).rejects.toThrow(sentence);
});

test("a preview counts what an export then has, and says why there is nothing", async () => {
  const request = await readExportQuery(db, new URLSearchParams("mode=none&judging-run=judge&format=trl-prompt-only"));
  const { expectedRows, chunks } = await openExport(db, await prepareExport(db, request));
  for await (const _ of chunks);
  expect(await previewExport(db, request)).toEqual({ expectedRows, whyEmpty: null });
  const { whyEmpty } = await previewExport(db, { ...request, format: "trl-preference" });
  expect(whyEmpty).toContain("There is no pair");
});
