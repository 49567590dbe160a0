import { expect, test } from "vitest";
import { readIds } from "./ids";

test.each([
  ["3,17,4", [3, 17, 4]],
  [
    ["3", "4,3"],
    [3, 4],
  ],
  ["x,0,-1, 5 ,99999999999", [5]],
  [undefined, []],
])("%j", (given, ids) => {
  expect(readIds(given)).toEqual(ids);
});
