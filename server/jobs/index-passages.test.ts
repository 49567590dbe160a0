import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { connect, type Db } from "@/server/db";
import { searchPassages } from "@/server/queries/corpus/search-passages";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { indexPassageWords } from "./index-passages";

let database: TestDatabase;
let db: Db;
beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url);
});
beforeEach(async () => {
  await db.pool.query("DELETE FROM corpus; DELETE FROM fact WHERE key = 'passages-indexed-to'");
  await db.pool.query("INSERT INTO corpus (id, key, name) VALUES (1, 'a', 'A'), (2, 'b', 'B')");
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

async function add(client: Pick<Db["pool"], "query">, corpusId: number, title: string, body: string): Promise<number> {
  const { rows } = await client.query(
    `INSERT INTO passage (corpus_id, hash, title, body) VALUES ($1, sha256(convert_to($2 || $3, 'UTF8')), $2, $3) RETURNING id`,
    [corpusId, title, body],
  );
  return rows[0].id;
}
const found = async (query: string, corpusId = 1) =>
  (await searchPassages(db.pool, { corpusId, query, topk: 10 })).hits.map((hit) => hit.title);
const holding = async (lexeme: string) =>
  (await db.pool.query("SELECT corpus_id, passages FROM corpus_lexeme WHERE lexeme = $1 ORDER BY 1", [lexeme])).rows;

test("counts passages, their words and their lengths, each corpus for itself", async () => {
  await add(db.pool, 1, "River", "The rivers of the north");
  await add(db.pool, 1, "Hill", "A river below a hill");
  await add(db.pool, 2, "River", "Elsewhere");
  expect(await indexPassageWords(db.pool)).toBe(3);
  expect(await holding("river")).toEqual([
    { corpus_id: 1, passages: 2 },
    { corpus_id: 2, passages: 1 },
  ]);
  // A title's words count twice, stop words never.
  expect((await db.pool.query("SELECT * FROM corpus_search ORDER BY 1")).rows).toEqual([
    { corpus_id: 1, passages: 2, length: 8 },
    { corpus_id: 2, passages: 1, length: 3 },
  ]);
  expect(await found("rivers")).toEqual(["River", "Hill"]);
  expect(await found("rivers", 2)).toEqual(["River"]);
  expect(await indexPassageWords(db.pool)).toBe(0);
});

test("finds passages that are committed after later ones, and counts nothing twice", async () => {
  const slow = await db.pool.connect();
  await slow.query("BEGIN");
  await add(slow, 1, "Slow", "river");
  await add(db.pool, 1, "Quick", "river");
  expect(await indexPassageWords(db.pool)).toBe(1);
  await slow.query("COMMIT");
  slow.release();
  const both = await Promise.all([indexPassageWords(db.pool), indexPassageWords(db.pool)]);
  expect(both.toSorted()).toEqual([0, 1]);
  expect(await holding("river")).toEqual([{ corpus_id: 1, passages: 2 }]);
  await add(db.pool, 1, "Third", "river");
  expect(await indexPassageWords(db.pool)).toBe(1);
  expect((await found("river")).toSorted()).toEqual(["Quick", "Slow", "Third"]);
});

test("a corpus that goes takes its words along", async () => {
  await add(db.pool, 1, "River", "water");
  await indexPassageWords(db.pool);
  await db.pool.query("DELETE FROM corpus WHERE id = 1");
  const { rows } = await db.pool.query(
    "SELECT (SELECT count(*) FROM passage_search) + (SELECT count(*) FROM corpus_lexeme) + (SELECT count(*) FROM corpus_search) AS left",
  );
  expect(rows[0].left).toBe(0);
  expect(await found("river")).toEqual([]);
});

test("stops between batches when asked to", async () => {
  await add(db.pool, 1, "River", "water");
  expect(await indexPassageWords(db.pool, AbortSignal.abort())).toBe(0);
  expect(await indexPassageWords(db.pool)).toBe(1);
});

test("takes texts of any size and script", async () => {
  await add(db.pool, 1, "Long", `${Array.from({ length: 60_000 }, (_, n) => `w${n}`).join(" ")} end`);
  await add(db.pool, 1, "", "");
  await add(db.pool, 1, "the", "and of");
  await add(db.pool, 1, "Hangul", "한국어 ".repeat(30_000));
  await add(db.pool, 1, "Beyoncé — AC/DC", "Straße, 北京, born 1990–1995, see http://a.example/b-c");
  expect(await indexPassageWords(db.pool)).toBe(5);
  for (const query of ["beyonce", "BEYONCÉ", "ac/dc beyonce", "straße", "北京", "1995 straße", "a.example"])
    expect(await found(query), query).toEqual(["Beyoncé — AC/DC"]);
  expect(await found("한국어")).toEqual(["Hangul"]);
});
