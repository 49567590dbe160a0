import { expect, test } from "vitest";
import { pageStart } from "./page-start";

test("a page that emptied gives way to the last one there is", () => {
  expect(pageStart(50, 51, 50)).toBe(50);
  expect(pageStart(50, 50, 50)).toBe(0);
  expect(pageStart(150, 101, 50)).toBe(100);
  expect(pageStart(50, 0, 50)).toBe(0);
});
