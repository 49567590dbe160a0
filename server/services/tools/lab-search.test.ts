/** The lab's encyclopedia in the studio's search engine: observations are what the lab's Python writes. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { observe } from "@/domain/rollout/observe";
import { connect, type Db } from "@/server/db";
import { importFile } from "@/server/services/import/import-file";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { openTools } from "./run-tool";

const Cases = z.object({
  articles: z.array(z.strictObject({ title: z.string(), text: z.string() })).min(100),
  searches: z.array(z.strictObject({ query: z.string(), observation: z.string() })).min(20),
});
const file = new URL("../../../trainer/swirl_lab/encyclopedia/cases.json", import.meta.url);
const { articles, searches } = Cases.parse(JSON.parse(readFileSync(file, "utf8")));

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

test("the article of a name comes first, byte for byte", async () => {
  const records = [
    { type: "swirl-studio", version: 1 },
    { type: "corpus", key: "lab", name: "Lab" },
    ...articles.map((article) => ({ type: "passage", corpus: "lab", ...article })),
  ];
  const body = Buffer.from(records.map((record) => JSON.stringify(record)).join("\n"));
  const report = await importFile(db, {
    fileName: "lab.jsonl",
    body: (async function* () {
      yield body;
    })(),
    totalBytes: null,
  });
  expect(report.status).toBe("done");
  const { rows } = await db.pool.query("SELECT id FROM corpus WHERE key = 'lab'");
  const tools = await openTools(db, { tools: ["search"], search: { kind: "corpus", corpusId: rows[0].id }, topk: 1 });
  for (const { query, observation } of searches) {
    const found = await tools.run("search", query, new AbortController().signal);
    const call = { tool: "search", input: query, id: null } as const;
    const [message] = observe({ protocol: "tags", observationLimit: 8_000 }, [call], [found]);
    expect(message).toEqual({ role: "user", content: observation });
  }
});
