import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PageRequest } from "@/domain/browse";
import { EMPTY_POOL, Pool, type Sort, SortKey } from "@/domain/pool";
import { connect, type Db } from "@/server/db";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { browseCount } from "./count";
import { browseFacets } from "./facets";
import { browseNeighbours } from "./neighbours";
import { browsePage } from "./page";
import { searchState } from "./search-state";
import {
  inOrder,
  isInPool,
  judgedIn,
  outcomeIn,
  pick,
  processIn,
  type Random,
  type Sample,
  seedSamples,
} from "./testing";

let database: TestDatabase;
let db: Db;
let samples: Sample[];
const random = generator(20261120);
const SORTS: Sort[] = SortKey.options.flatMap((by) => [
  { by, descending: false },
  { by, descending: true },
]);
const POOLS = [EMPTY_POOL, ...Array.from({ length: 24 }, randomPool)];

beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url);
  samples = await seedSamples(db.pool, random, 160);
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

/** A small seeded generator (mulberry32), so that a failure can be repeated. */
function generator(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below);
  };
}

function randomPool(): Pool {
  const maybe = <T>(make: () => T): T | undefined => (random(4) === 0 ? make() : undefined);
  return Pool.parse({
    sets: maybe(() => [1, random(3) + 1]),
    runs: maybe(() => [random(3) + 1]),
    models: maybe(() => [random(3)]),
    scope: maybe(() => random(2) + 1),
    judge: random(2) === 0 ? random(3) + 1 : undefined,
    labels: random(2) === 0 ? random(2) + 1 : undefined,
    process: maybe(() => [pick(random, ["reasonable", "unreasonable", "unjudged"] as const)]),
    outcome: maybe(() => ["unlabelled", pick(random, ["correct", "incorrect"] as const)]),
    mode: maybe(() => pick(random, ["none", "outcome", "process", "process-and-outcome"] as const)),
    tools: maybe(() => (random(2) === 0 ? ["search", "calculator"] : [pick(random, ["search", "calculator"])])),
    endStates: maybe(() => [pick(random, ["answered", "no-answer"])]),
    minSteps: maybe(() => random(4)),
    maxSteps: maybe(() => random(6)),
    minScore: maybe(() => random(60)),
    maxScore: maybe(() => 40 + random(60)),
    question: random(12) === 0 ? random(20) + 1 : undefined,
  });
}

async function readAll(pool: Pool, sort: Sort, direction: "forward" | "backward", limit: number, start?: string) {
  const ids: number[] = [];
  let cursor: string | null | undefined = start;
  do {
    const page = await browsePage(db.pool, PageRequest.parse({ pool, sort, cursor, limit, direction }));
    const found = page.rows.map((row) => row.id);
    expect(found.length).toBeLessThanOrEqual(limit);
    if (direction === "forward") ids.push(...found);
    else ids.unshift(...found);
    cursor = direction === "forward" ? page.next : page.previous;
  } while (cursor);
  return ids;
}

describe("pages", () => {
  test.each(SORTS)("in order of $by, descending $descending, give every row of a pool once", async (sort) => {
    for (const pool of POOLS) {
      const expected = inOrder(samples, pool, sort).map((sample) => sample.id);
      expect(await readAll(pool, sort, "forward", 7 + random(40))).toEqual(expected);
      expect(await readAll(pool, sort, "backward", 7 + random(40))).toEqual(expected);
    }
  });

  test("lead back to where they came from", async () => {
    for (const sort of SORTS) {
      const first = await browsePage(db.pool, PageRequest.parse({ pool: EMPTY_POOL, sort, limit: 30 }));
      const second = await browsePage(
        db.pool,
        PageRequest.parse({ pool: EMPTY_POOL, sort, limit: 30, cursor: first.next }),
      );
      const back = await browsePage(
        db.pool,
        PageRequest.parse({ pool: EMPTY_POOL, sort, limit: 30, cursor: second.previous, direction: "backward" }),
      );
      expect(first.previous).toBeNull();
      expect(back.previous).toBeNull();
      expect(back.rows).toEqual(first.rows);
    }
  });

  test("hold what the tables say", async () => {
    for (const pool of POOLS) {
      const { rows } = await browsePage(db.pool, PageRequest.parse({ pool, sort: {}, limit: 50 }));
      for (const row of rows) {
        const sample = samples[row.id - 1] as Sample;
        const judged = judgedIn(sample, pool);
        expect(row).toMatchObject({
          questionId: sample.question,
          question: sample.questionText,
          modelName: sample.model === null ? null : ["small", "large"][sample.model - 1],
          numSteps: sample.numSteps,
          outcome: outcomeIn(sample, pool),
          process: processIn(sample, pool),
          meanScore: judged?.scoreCount ? judged.scoreSum / judged.scoreCount : null,
          createdAt: sample.createdAt.toISOString(),
        });
        expect(row.marks).toHaveLength(sample.numSteps);
        expect(row.marks.map((mark) => (mark === "unreasonable" ? "1" : "0")).join("")).toBe(
          judged?.unreasonable ?? "0".repeat(sample.numSteps),
        );
        expect(row.toolCalls.flatMap(({ tool, count }) => Array(count).fill(tool)).sort()).toEqual(
          sample.toolCalls.toSorted(),
        );
      }
    }
  });

  test.each(["nonsense", '["steps","x",1]', '["created","2026-01-01",1]', '["created",null]', "[1]"])(
    "refuse the cursor %s",
    async (cursor) => {
      const request = PageRequest.parse({ pool: EMPTY_POOL, sort: {}, cursor });
      await expect(browsePage(db.pool, request)).rejects.toMatchObject({ code: "invalid" });
    },
  );
});

describe("neighbours", () => {
  test("stay inside the filter and the sort", async () => {
    for (const pool of POOLS.slice(0, 8))
      for (const sort of SORTS) {
        const ordered = inOrder(samples, pool, sort).map((sample) => sample.id);
        for (const index of [0, 1, Math.floor(ordered.length / 2), ordered.length - 1]) {
          const id = ordered[index];
          if (id === undefined) continue;
          expect(await browseNeighbours(db.pool, { pool, sort, id })).toEqual({
            previous: ordered[index - 1] ?? null,
            next: ordered[index + 1] ?? null,
            position: index + 1,
            inPool: true,
          });
        }
      }
  });

  test("of a trajectory outside the pool are those of its place", async () => {
    const sort: Sort = { by: "steps", descending: false };
    const pool = Pool.parse({ sets: [1] });
    const outside = samples.find((sample) => sample.set === 2) as Sample;
    const withIt = inOrder(samples, Pool.parse({}), sort).filter((s) => s.set === 1 || s.id === outside.id);
    const index = withIt.indexOf(outside);
    expect(await browseNeighbours(db.pool, { pool, sort, id: outside.id })).toEqual({
      previous: withIt[index - 1]?.id ?? null,
      next: withIt[index + 1]?.id ?? null,
      position: null,
      inPool: false,
    });
  });

  test("of nothing are an error that says so", async () => {
    const request = { pool: EMPTY_POOL, sort: { by: "created", descending: true } as Sort, id: 999_999 };
    await expect(browseNeighbours(db.pool, request)).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("counts", () => {
  test("are exact", async () => {
    for (const pool of POOLS)
      expect(await browseCount(db.pool, pool)).toEqual({
        count: samples.filter((sample) => isInPool(sample, pool)).length,
        capped: false,
      });
  });

  test("behind each filter leave its own choice out", async () => {
    const tally = <T>(values: T[]) => {
      const counts = new Map<T, number>();
      for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
      return Object.fromEntries(counts);
    };
    const found = (items: { value: unknown; count: number }[] | null) =>
      Object.fromEntries((items ?? []).map((item) => [item.value, item.count]));
    const ids = (items: { id: number; count: number }[] | null) =>
      Object.fromEntries((items ?? []).map((item) => [item.id, item.count]));
    for (const pool of POOLS) {
      const without = (cleared: Partial<Pool>) => samples.filter((sample) => isInPool(sample, { ...pool, ...cleared }));
      const facets = await browseFacets(db.pool, pool);
      expect(ids(facets.sets)).toEqual(tally(without({ sets: [] }).map((s) => s.set)));
      expect(ids(facets.runs)).toEqual(tally(without({ runs: [] }).map((s) => s.run)));
      expect(ids(facets.models)).toEqual(tally(without({ models: [] }).map((s) => s.model ?? 0)));
      expect(found(facets.process)).toEqual(tally(without({ process: [] }).map((s) => processIn(s, pool))));
      expect(found(facets.outcome)).toEqual(tally(without({ outcome: [] }).map((s) => outcomeIn(s, pool))));
      expect(found(facets.endStates)).toEqual(tally(without({ endStates: [] }).map((s) => s.endState)));
      expect(found(facets.steps)).toEqual(tally(without({ minSteps: null, maxSteps: null }).map((s) => s.numSteps)));
      expect(found(facets.tools)).toEqual(tally(without({}).flatMap((s) => [...new Set(s.toolCalls)])));
    }
  });
});

test("a search for nothing but stop words says so", async () => {
  expect(await searchState(db.pool, "the of")).toMatchObject({ isEmpty: true });
  expect(await searchState(db.pool, "the river")).toMatchObject({ isEmpty: false });
  expect(await searchState(db.pool, " ")).toMatchObject({ isEmpty: false });
});
