import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, type Db } from "@/server/db";
import { indexPassageWords } from "@/server/jobs/index-passages";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { toyPool } from "@/server/testing/toy-pool";
import { encyclopediaArticles } from "@/server/testing/toy-pool/articles";
import { buildSearch } from "@/server/testing/toy-pool/search";
import { searchPassages } from "./search-passages";

let database: TestDatabase;
let db: Db;
const ENCYCLOPEDIA = 1;
const SMALL = 2;
beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url);
  await db.pool.query("INSERT INTO corpus (id, key, name) VALUES (1, 'a', 'Encyclopedia'), (2, 'b', 'Small')");
  await add(ENCYCLOPEDIA, encyclopediaArticles());
  await add(SMALL, [
    { title: "Lake", text: "It's O'Brien's lake" },
    { title: "River", text: "A long river" },
    { title: "Lake", text: "The lake's waters" },
    { title: "Lake", text: "The waters lake" },
  ]);
  await indexPassageWords(db.pool);
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

async function add(corpusId: number, passages: { title: string; text: string }[]): Promise<void> {
  for (const { title, text } of passages)
    await db.pool.query(
      "INSERT INTO passage (corpus_id, hash, title, body) VALUES ($1, sha256(convert_to($2 || $3, 'UTF8')), $2, $3)",
      [corpusId, title, text],
    );
}
const search = (query: string, { corpusId = SMALL, topk = 10 } = {}) =>
  searchPassages(db.pool, { corpusId, query, topk });

describe("against an exact BM25 in memory", () => {
  const exact = buildSearch(encyclopediaArticles(), 3);
  const questions = [...toyPool()].flatMap((record) => (record.type === "question" && record.passages ? [record] : []));

  test("ranks nearly the same articles for the sample's questions", async () => {
    let shared = 0;
    let wanted = 0;
    let sameFirst = 0;
    for (const { text } of questions) {
      const titles = (await search(text, { corpusId: ENCYCLOPEDIA, topk: 3 })).hits.map((hit) => hit.title);
      const expected = exact(text).map((hit) => hit.article.title);
      shared += expected.filter((title) => titles.includes(title)).length;
      wanted += expected.length;
      sameFirst += titles[0] === expected[0] ? 1 : 0;
    }
    expect(questions.length).toBeGreaterThanOrEqual(30);
    // They differ in stems, stop words and what counts as length.
    expect(shared / wanted).toBeGreaterThan(0.7);
    expect(sameFirst / questions.length).toBeGreaterThan(0.8);
  });

  test("finds every article by its title", async () => {
    for (const { title } of encyclopediaArticles()) {
      const { hits } = await search(title, { corpusId: ENCYCLOPEDIA, topk: 3 });
      expect(hits.map((hit) => hit.title)).toContain(title);
    }
  });
});

test("equal scores stand in order of id, and a corpus never shows another's passages", async () => {
  const { hits } = await search("lakes");
  expect(hits.map((hit) => hit.title)).toEqual(["Lake", "Lake", "Lake"]);
  const [first, second] = hits;
  expect(first?.score).toBe(second?.score);
  expect(first && second && first.id < second.id).toBe(true);
  expect((await search("lakes", { topk: 2 })).hits.map((hit) => hit.id)).toEqual(hits.slice(0, 2).map((hit) => hit.id));
});

test.each([
  ["", []],
  ["   ", []],
  ["the of and who", []],
  ["\0", []],
  ["zzzz", ["zzzz"]],
])("%j finds nothing", async (query, words) => {
  expect(await search(query)).toEqual({ hits: [], words });
});

test("operators, quotes and half characters are plain words", async () => {
  for (const query of [
    "river & !lake",
    "river | ('",
    "river:* <-> \\",
    "-river",
    "NOT river",
    "river\0 \ud800",
    `river'; DROP TABLE passage; --`,
  ])
    expect(
      (await search(query)).hits.some((hit) => hit.title === "River"),
      query,
    ).toBe(true);
  expect((await search("O'Brien")).hits).toHaveLength(1);
  expect((await search("corpus 2")).hits).toEqual([]);
});

test("very long queries are cut", async () => {
  const query = `river ${Array.from({ length: 50_000 }, (_, n) => `w${n}`).join(" ")} lake`;
  expect((await search(query)).hits.map((hit) => hit.title)).toEqual(["River"]);
});
