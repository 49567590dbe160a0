import { expect, test } from "vitest";
import { compareHref, pairOf } from "./search-params";

const set = (id: number, name: string, version: number) => ({ id, name, version });
const [c1, b2, a1, b1] = [set(4, "C", 1), set(3, "b", 2), set(2, "A", 1), set(1, "B", 1)];
const sets = [c1, b2, a1, b1];
const none = { first: null, second: null };

test("without an address the newest two versions of one name are compared, the earlier first", () => {
  expect(pairOf(sets, none)).toEqual({ first: b1, second: b2 });
  expect(pairOf([c1, a1], none)).toEqual({ first: a1, second: c1 });
  expect(pairOf([c1], none)).toEqual({ first: null, second: c1 });
  expect(pairOf([], none)).toEqual(none);
});

test("what the address leaves open is the version beside it", () => {
  expect(pairOf(sets, { first: b1, second: null })).toEqual({ first: b1, second: b2 });
  expect(pairOf(sets, { first: null, second: b2 })).toEqual({ first: b1, second: b2 });
  expect(pairOf(sets, { first: a1, second: null })).toEqual({ first: a1, second: c1 });
  expect(pairOf(sets, { first: a1, second: c1 })).toEqual({ first: a1, second: c1 });
});

test("an address names what is chosen", () => {
  expect(compareHref(1, 2)).toBe("/training-sets/compare?first=1&second=2");
  expect(compareHref(null, null)).toBe("/training-sets/compare");
});
