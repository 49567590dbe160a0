import fc from "fast-check";
import { expect, test } from "vitest";
import { agreementShare, cohensKappa } from "./kappa";

test("Cohen's own example (1960, table 2) and that of Fleiss, Cohen and Everitt (1969, table 1)", () => {
  const cohen = [
    [88, 14, 18],
    [10, 40, 10],
    [2, 6, 12],
  ];
  expect(agreementShare(cohen)).toBe(0.7);
  expect(cohensKappa(cohen)).toBeCloseTo(0.492, 3);
  const fleiss = [
    [53, 5, 2],
    [11, 14, 5],
    [1, 6, 3],
  ];
  expect(cohensKappa(fleiss)).toBeCloseTo(0.429, 3);
});

test("one word alone leaves it undefined, no agreement beyond chance is 0", () => {
  expect(cohensKappa([])).toBeNull();
  expect(
    cohensKappa([
      [7, 0],
      [0, 0],
    ]),
  ).toBeNull();
  expect(
    cohensKappa([
      [4, 2],
      [2, 1],
    ]),
  ).toBe(0);
});

const word = fc.nat(2);

test("from a table it is what it is from the words one by one", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(word, word), { minLength: 1, maxLength: 40 }), (pairs) => {
      const table = [0, 1, 2].map((a) => [0, 1, 2].map((b) => pairs.filter(([x, y]) => x === a && y === b).length));
      const share = (count: number) => count / pairs.length;
      const observed = share(pairs.filter(([x, y]) => x === y).length);
      const byChance = [0, 1, 2].reduce(
        (sum, c) => sum + share(pairs.filter(([x]) => x === c).length) * share(pairs.filter(([, y]) => y === c).length),
        0,
      );
      expect(agreementShare(table)).toBeCloseTo(observed, 12);
      const kappa = cohensKappa(table);
      if (kappa === null) expect(byChance).toBeCloseTo(1, 12);
      else expect(kappa).toBeCloseTo((observed - byChance) / (1 - byChance), 9);
    }),
  );
});
