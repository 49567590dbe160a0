import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FilterMode, Outcome } from "./filter";
import { EMPTY_POOL, Pool, poolFromParams, poolToParams } from "./pool";
import { ProcessLabel } from "./verdict";

const id = fc.integer({ min: 1, max: 2_147_483_647 });
const count = fc.nat({ max: 40_000 });
const score = fc.oneof(
  fc.nat({ max: 100 }),
  fc.double({ min: 0, max: 100, noNaN: true }).filter((value) => !Object.is(value, -0)),
);
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.array(arbitrary, { maxLength: 4 });
const text = fc.string({ unit: "grapheme", maxLength: 30 });

const pool: fc.Arbitrary<Pool> = fc.record({
  sets: some(id),
  runs: some(id),
  models: some(fc.oneof(id, fc.constant(0))),
  scope: orNull(id),
  judge: orNull(id),
  labels: orNull(id),
  process: some(fc.constantFrom(...ProcessLabel.options)),
  outcome: some(fc.constantFrom(...Outcome.options)),
  judgeAgainst: orNull(id),
  processAgainst: some(fc.constantFrom(...ProcessLabel.options)),
  labelsAgainst: orNull(id),
  outcomeAgainst: some(fc.constantFrom(...Outcome.options)),
  mode: orNull(fc.constantFrom(...FilterMode.options)),
  tools: some(fc.oneof(text, fc.constantFrom("1", "a&b=c", "null", "true", " "))),
  endStates: some(text),
  minSteps: orNull(count),
  maxSteps: orNull(count),
  minScore: orNull(score),
  maxScore: orNull(score),
  question: orNull(id),
  trainingSet: orNull(id),
  search: fc.oneof(text, fc.constantFrom("42", '"exact words" -not', "null", "a+b%20c")),
});

const read = (query: string) => poolFromParams(new URLSearchParams(query));

describe("a pool as a link", () => {
  test("comes back as it was, over the text of the link too", () => {
    fc.assert(
      fc.property(pool, (given) => {
        expect(poolFromParams(poolToParams(given))).toEqual({ pool: given, ignored: [] });
        expect(read(poolToParams(given).toString())).toEqual({ pool: given, ignored: [] });
      }),
    );
  });

  test("the empty pool is the empty link", () => {
    expect(poolToParams(EMPTY_POOL).toString()).toBe("");
    expect(read("")).toEqual({ pool: EMPTY_POOL, ignored: [] });
  });

  test("reads as one would write it", () => {
    const given = { ...EMPTY_POOL, sets: [3, 5], mode: "process" as const, minScore: 62.5, search: "river Selk" };
    expect(poolToParams(given).toString()).toBe("set=3&set=5&mode=process&min-score=62.5&q=river+Selk");
  });

  test("a zero is a value, not a default", () => {
    const given = { ...EMPTY_POOL, models: [0], minSteps: 0, maxScore: 0 };
    expect(read(poolToParams(given).toString()).pool).toEqual(given);
  });

  test("two fields never share a name", () => {
    const full: Pool = {
      ...{ sets: [1], runs: [1], models: [1], scope: 1, judge: 1, labels: 1, process: ["reasonable"] },
      ...{ judgeAgainst: 1, processAgainst: ["reasonable"] },
      ...{ labelsAgainst: 1, outcomeAgainst: ["correct"] },
      ...{ outcome: ["correct"], mode: "none", tools: ["t"], endStates: ["e"], minSteps: 1, maxSteps: 1 },
      ...{ minScore: 1, maxScore: 1, question: 1, trainingSet: 1, search: "s" },
    };
    expect(Object.values(full).some((value) => value === null)).toBe(false);
    expect(new Set(poolToParams(full).keys()).size).toBe(Object.keys(Pool.shape).length);
  });
});

describe("junk in a link", () => {
  test.each([
    ["set=abc", "set"],
    ["set=1&set=abc", "set"],
    ["set=0", "set"],
    ["set=", "set"],
    ["run=1.5", "run"],
    ["model=-1", "model"],
    ["judge=latest", "judge"],
    ["mode=sideways", "mode"],
    ["process=good", "process"],
    ["outcome=correct&outcome=maybe", "outcome"],
    ["min-steps=-3", "min-steps"],
    ["min-score=101", "min-score"],
    ["max-score=NaN", "max-score"],
    ["max-score=Infinity", "max-score"],
    ["min-score=0x10", "min-score"],
    ["question=1e400", "question"],
    [`q=${"x".repeat(401)}`, "q"],
  ])("%s is ignored and named", (query, name) => {
    expect(read(query)).toEqual({ pool: EMPTY_POOL, ignored: [name] });
  });

  test("the rest is kept, names of other things do not matter, and of several single values the first counts", () => {
    expect(read("mode=outcome&judge=x&sort=steps&page=2&min-steps=2&min-steps=9")).toEqual({
      pool: { ...EMPTY_POOL, mode: "outcome", minSteps: 2 },
      ignored: ["judge"],
    });
  });

  test("never throws, and always gives a pool", () => {
    const names = fc.constantFrom(
      ...poolToParams(Pool.parse({ search: "x", sets: [1] })).keys(),
      "judge",
      "min-score",
      "mode",
      "tool",
    );
    const junk = fc.array(
      fc.tuple(names, fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.double().map(String))),
    );
    fc.assert(
      fc.property(junk, (pairs) => {
        const { pool: result } = poolFromParams(new URLSearchParams(pairs));
        expect(Pool.parse(result)).toEqual(result);
      }),
    );
  });
});
