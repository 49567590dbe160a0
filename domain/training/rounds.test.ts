import { expect, test } from "vitest";
import { pairRounds } from "./rounds";

const round = (id: number) => ({ run: { id } });

test("rounds stand beside each other from the base on; a round of both is one", () => {
  const told = pairRounds([round(1), round(2)], [round(1), round(3), round(4)]);
  expect(told.map(({ a, b, same }) => [a?.run.id, b?.run.id, same])).toEqual([
    [1, 1, true],
    [2, 3, false],
    [undefined, 4, false],
  ]);
  expect(pairRounds([], [])).toEqual([]);
});
