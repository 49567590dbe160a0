import { expect, test } from "vitest";
import { compareModelsHref, pairOf } from "./address";

const models = [
  { id: 5, parentId: null },
  { id: 1, parentId: null },
  { id: 2, parentId: 1 },
];
const ids = (a: number | null, b: number | null) => {
  const pair = pairOf(models, { a, b });
  return [pair.a?.id ?? null, pair.b?.id ?? null];
};

test("what an address leaves open is the parent, else a checkpoint, else another model", () => {
  expect(ids(5, 2)).toEqual([5, 2]);
  expect(ids(null, null)).toEqual([1, 2]);
  expect(ids(2, null)).toEqual([2, 1]);
  expect(ids(null, 1)).toEqual([2, 1]);
  expect(ids(5, null)).toEqual([5, 1]);
  expect(ids(99, 2)).toEqual([1, 2]);
  expect(pairOf([], { a: null, b: null })).toEqual({ a: null, b: null });
});

test("an address says which two", () => {
  expect(compareModelsHref(1, 2)).toBe("/models/compare?a=1&b=2");
  expect(compareModelsHref(null, 2)).toBe("/models/compare?b=2");
  expect(compareModelsHref(null, null)).toBe("/models/compare");
});
