import fc from "fast-check";
import { expect, test } from "vitest";
import { KeyedPool, type Keys, namesWhatIsNotHere, poolFromKeys, poolToKeys, withoutIds } from "./keyed-pool";
import { EMPTY_POOL, Pool } from "./pool";
import { NOT_HERE, type Ref, refsOf } from "./reference";

/** Everything up to 50 is there, under a key that tells its id. */
const known = (id: number) => (id <= 50 ? `key ${id}` : undefined);
const version = (id: number) => (id <= 50 ? { run: `key ${id}`, version: id } : undefined);
const keys: Keys = {
  ...{ set: known, run: known, model: known, corpus: known, judgingRun: version, labellingRun: version },
  question: (id) => (id <= 50 ? { set: "set", question: `key ${id}` } : undefined),
};
/** Another studio, in which the same things have other ids. */
const idThere = (ref: Ref) => ("key" in ref ? 1_000 + Number(ref.key.slice(4)) : null);

const id = fc.integer({ min: 1, max: 60 });
const pool = fc
  .record({
    ...{ sets: fc.array(id), runs: fc.array(id), models: fc.array(fc.nat(60)) },
    ...{ scope: fc.option(id), judge: fc.option(id), labels: fc.option(id), question: fc.option(id) },
    ...{ judgeAgainst: fc.option(id), labelsAgainst: fc.option(id), minSteps: fc.option(fc.nat(9)) },
    ...{ process: fc.subarray(["reasonable" as const, "unreasonable" as const]), search: fc.constantFrom("", "a -b") },
    mode: fc.constantFrom("process" as const, null),
  })
  .map((given) => Pool.parse(given));

test("a pool with keys means the same pool in another studio, where what was gone stays gone", () => {
  const there = (here: number) => (here > 50 ? NOT_HERE : 1_000 + here);
  const orNull = (here: number | null) => here && there(here);
  fc.assert(
    fc.property(pool, (given) => {
      const written = JSON.parse(JSON.stringify(poolToKeys(given, keys)));
      expect(poolFromKeys(KeyedPool.parse(written), idThere)).toEqual({
        ...given,
        ...{ sets: given.sets.map(there), runs: given.runs.map(there) },
        models: given.models.map((one) => (one === 0 ? 0 : there(one))),
        ...{ scope: orNull(given.scope), judge: orNull(given.judge), labels: orNull(given.labels) },
        ...{ judgeAgainst: orNull(given.judgeAgainst), labelsAgainst: orNull(given.labelsAgainst) },
        question: orNull(given.question),
      });
    }),
  );
});

test("what stands at its default is left out", () => {
  expect(poolToKeys(EMPTY_POOL, keys)).toEqual({});
  expect(poolToKeys({ ...EMPTY_POOL, runs: [3, 99], models: [0] }, keys)).toEqual({
    runs: ["key 3", { gone: true }],
    models: [null],
  });
});

test("what is asked for is known beforehand; what is not here widens no pool", () => {
  const keyed = KeyedPool.parse({ sets: ["a"], judge: { run: "j", version: 2 } });
  expect(refsOf((resolve) => poolFromKeys(keyed, resolve))).toEqual([
    { kind: "question set", key: "a" },
    { kind: "judging run", key: "j", version: 2 },
  ]);
  const lost = poolFromKeys(keyed, () => null);
  expect(lost).toEqual({ ...EMPTY_POOL, sets: [NOT_HERE], judge: NOT_HERE });
  expect([lost, EMPTY_POOL].map(namesWhatIsNotHere)).toEqual([true, false]);
  const local = { ...EMPTY_POOL, runs: [4], models: [0, 2], scope: 5 };
  expect(withoutIds(local)).toEqual({ ...EMPTY_POOL, runs: [NOT_HERE], models: [0, NOT_HERE], scope: NOT_HERE });
});
