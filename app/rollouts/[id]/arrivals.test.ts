import { expect, test } from "vitest";
import type { BrowseRow, Page } from "@/domain/browse";
import { type Arrivals, countNew, joinNewest, joinOlder } from "./arrivals";

const row = (id: number) => ({ id }) as BrowseRow;
const page = (ids: number[], next: string | null = null): Page => ({ rows: ids.map(row), next, previous: null });
const known = (ids: number[], next: string | null = null): Arrivals => ({ rows: ids.map(row), next });
const idsOf = ({ rows, next }: Arrivals) => [rows.map((each) => each.id), next];

test("new rows come first, and none twice", () => {
  expect(idsOf(joinNewest(known([3, 2, 1]), page([5, 4, 3, 2])))).toEqual([[5, 4, 3, 2, 1], null]);
  expect(idsOf(joinNewest(known([]), page([2, 1], "after 1")))).toEqual([[2, 1], "after 1"]);
});

test("a row committed late stands where it belongs", () => {
  expect(idsOf(joinNewest(known([6, 4, 2], "after 2"), page([6, 5, 4], "after 4")))).toEqual([[6, 5, 4, 2], "after 2"]);
});

test("more than a page came between: the list begins afresh rather than with a gap", () => {
  expect(idsOf(joinNewest(known([3, 2, 1]), page([300, 299], "after 299")))).toEqual([[300, 299], "after 299"]);
});

test("older pages follow", () => {
  expect(idsOf(joinOlder(known([5, 4], "after 4"), page([4, 3], "after 3")))).toEqual([[5, 4, 3], "after 3"]);
});

test("counts what is not shown", () => {
  expect(countNew(known([2, 1]), known([4, 3, 2, 1]))).toBe(2);
});
