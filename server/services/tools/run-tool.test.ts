import { afterAll, beforeAll, expect, test } from "vitest";
import { ToolFailure } from "@/domain/rollout/tool-failure";
import { json, openTestRetriever, passages, type TestRetriever } from "@/server/adapters/search/testing";
import { connect, type Db } from "@/server/db";
import { importFile } from "@/server/services/import/import-file";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { openTools } from "./run-tool";
import { trySearch } from "./try-search";

let database: TestDatabase;
let db: Db;
let retriever: TestRetriever;
beforeAll(async () => {
  [database, retriever] = await Promise.all([createTestDatabase(), openTestRetriever()]);
  db = connect(database.url);
});
afterAll(async () => {
  await db.close();
  await Promise.all([database.drop(), retriever.close()]);
});

const never = new AbortController().signal;

async function importCorpus(key: string, titles: string[]): Promise<number> {
  const records = [
    { type: "swirl-studio", version: 1 },
    { type: "corpus", key, name: `Corpus ${key}` },
    ...titles.map((title) => ({ type: "passage", corpus: key, title, text: `All about the ${title}.` })),
  ];
  const body = Buffer.from(records.map((record) => JSON.stringify(record)).join("\n"));
  const report = await importFile(db, {
    fileName: "c.jsonl",
    body: (async function* () {
      yield body;
    })(),
    totalBytes: null,
  });
  expect(report.status).toBe("done");
  const { rows } = await db.pool.query("SELECT id FROM corpus WHERE key = $1", [key]);
  return rows[0].id;
}

test("a freshly imported corpus is indexed before it is searched", async () => {
  const corpusId = await importCorpus("fresh", ["river", "mountain", "lake"]);
  expect((await trySearch(db, { corpusId, query: "rivers", topk: 5 })).hits).toEqual([]);
  const tools = await openTools(db, { tools: ["search", "calculator"], search: { kind: "corpus", corpusId }, topk: 2 });
  expect(await tools.run("search", "Which rivers?", never)).toBe("(1) river\nAll about the river.");
  expect(await tools.run("search", "volcano", never)).toBe("No passage matches this query.");
  expect(await tools.run("search", " ", never)).toBe("Error: the query is empty.");
  expect(await tools.run("search", "who is the", never)).toMatch(/^Error: the query holds no word/);
  expect(await tools.run("calculator", "2 * (3 + 4)", never)).toBe("14");
  expect(await tools.run("calculator", "2 *", never)).toMatch(/^Error: /);
  expect((await trySearch(db, { corpusId, query: "rivers", topk: 5 })).hits).toHaveLength(1);
});

test("tools that are not the run's own are said to be missing", async () => {
  const tools = await openTools(db, { tools: [], search: null, topk: 1 });
  expect(await tools.run("calculator", "1", never)).toBe('Error: there is no tool "calculator" here.');
});

test("a corpus without passages cannot be opened", async () => {
  const corpusId = await importCorpus("empty", []);
  await expect(openTools(db, { tools: ["search"], search: { kind: "corpus", corpusId }, topk: 1 })).rejects.toThrow(
    "holds no passages",
  );
});

test("a retriever is asked before the first call, and its passages read like a corpus's", async () => {
  const settings = { tools: ["search" as const], search: { kind: "retriever" as const, url: retriever.url }, topk: 3 };
  retriever.behave(json({ error: "no such index" }, 404));
  await expect(openTools(db, settings)).rejects.toThrow('answered 404: {"error":"no such index"}');
  retriever.behave(json({}, 422));
  await expect(openTools(db, settings)).rejects.toThrow(ToolFailure);

  retriever.behave(passages("River\nLong.", "Lake\nDeep."));
  const tools = await openTools(db, settings);
  expect(await tools.run("search", "water", never)).toBe("(1) River\nLong.\n\n(2) Lake\nDeep.");
  expect(await tools.run("search", "", never)).toBe("Error: the query is empty.");
  retriever.behave(json({}, 400));
  expect(await tools.run("search", "water", never)).toMatch(/^Error: the search engine refused this query/);
});

test("a call that is stopped says why, and a database that is gone is the tool's failure", async () => {
  const corpusId = await importCorpus("gone", ["river"]);
  const own = connect(database.url);
  const tools = await openTools(own, { tools: ["search"], search: { kind: "corpus", corpusId }, topk: 1 });
  const stopped = AbortSignal.abort(new Error("the run was paused"));
  await expect(tools.run("search", "river", stopped)).rejects.toThrow("the run was paused");
  await own.close();
  await expect(tools.run("search", "river", never)).rejects.toThrow(ToolFailure);
});
