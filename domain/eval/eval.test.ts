import fc from "fast-check";
import { expect, test } from "vitest";
import { wilson } from "../interval";
import { accuracyOf, sumsOf } from "./accuracy";
import { comparePaired, mcnemarExact } from "./paired";

test("with one sample a question the interval is Wilson's", () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 300 }), (answers) => {
      const correct = answers.filter(Boolean).length;
      const accuracy = accuracyOf(sumsOf(answers.map((right) => ({ labelled: 1, correct: Number(right) }))));
      expect(accuracy).toMatchObject({ share: correct / answers.length, n: answers.length });
      const expected = wilson(correct, answers.length);
      expect(accuracy?.low).toBeCloseTo(expected?.low ?? -1, 12);
      expect(accuracy?.high).toBeCloseTo(expected?.high ?? -1, 12);
    }),
  );
  expect(accuracyOf(sumsOf([{ labelled: 0, correct: 0 }]))).toBeNull();
});

test("samples of one question that always agree count once; the variance is that of the definition", () => {
  const alike = [...Array(30)].map((_, index) => ({ labelled: 5, correct: index % 3 === 0 ? 5 : 0 }));
  const once = alike.map(({ correct }) => ({ labelled: 1, correct: correct / 5 }));
  const [five, one] = [accuracyOf(sumsOf(alike)), accuracyOf(sumsOf(once))];
  // The estimate of the variance divides by n − 1 where Wilson's has n.
  expect((five?.high ?? 0) - (five?.low ?? 0)).toBeCloseTo((one?.high ?? 0) - (one?.low ?? 0), 2);
  fc.assert(
    fc.property(
      fc.array(
        fc
          .integer({ min: 1, max: 6 })
          .chain((labelled) =>
            fc.record({ labelled: fc.constant(labelled), correct: fc.integer({ min: 0, max: labelled }) }),
          ),
        { minLength: 2, maxLength: 40 },
      ),
      (questions) => {
        const n = questions.reduce((sum, { labelled }) => sum + labelled, 0);
        const share = questions.reduce((sum, { correct }) => sum + correct, 0) / n;
        const residual = questions.reduce((sum, { labelled, correct }) => sum + (correct - share * labelled) ** 2, 0);
        const variance = (questions.length / (questions.length - 1)) * (residual / (n * n));
        const found = accuracyOf(sumsOf(questions));
        expect(found?.share).toBeCloseTo(share, 12);
        if (n === questions.length || variance < 1e-9) return;
        const size = Math.min(n, Math.max(1, (share * (1 - share)) / variance));
        expect(found?.low).toBeCloseTo(wilson(share * size, size)?.low ?? -1, 9);
      },
    ),
  );
});

test("the exact test on published pairs, and on the binomial distribution summed slowly", () => {
  // Fagerland, Lydersen, Laake, BMC Med. Res. Methodol. 13:91 (2013): 1 pair against 7, exact conditional p = 0.070.
  expect(mcnemarExact(1, 7)).toBeCloseTo(0.0703125, 10);
  expect(mcnemarExact(7, 1)).toBeCloseTo(0.0703125, 10);
  expect(mcnemarExact(0, 0)).toBeNull();
  expect(mcnemarExact(5, 5)).toBe(1);
  expect(mcnemarExact(0, 2000)).toBeLessThan(1e-300);
  const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k);
  for (const [wins, losses] of [
    [3, 9],
    [12, 4],
    [20, 31],
    [0, 6],
  ] as const) {
    const n = wins + losses;
    let tail = 0;
    for (let k = 0; k <= Math.min(wins, losses); k += 1) tail += choose(n, k) / 2 ** n;
    expect(mcnemarExact(wins, losses)).toBeCloseTo(Math.min(1, 2 * tail), 12);
  }
});

test("pairs are counted, and the interval of their difference holds what the normal one does", () => {
  const pairs = [...Array(400)].map((_, index) => ({ a: Number(index % 4 === 0), b: Number(index % 3 === 0) }));
  const result = comparePaired(pairs);
  const differences = pairs.map(({ a, b }) => b - a);
  const mean = differences.reduce((sum, value) => sum + value, 0) / 400;
  const sd = Math.sqrt(differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 399);
  expect(result).toMatchObject({
    questions: 400,
    wins: differences.filter((value) => value > 0).length,
    losses: differences.filter((value) => value < 0).length,
    ties: differences.filter((value) => value === 0).length,
  });
  expect(result.difference?.mean).toBeCloseTo(mean, 12);
  expect(result.difference?.interval?.low).toBeCloseTo(mean - (1.96 * sd) / 20, 2);
  expect(result.difference?.interval?.high).toBeCloseTo(mean + (1.96 * sd) / 20, 2);
  expect(comparePaired([])).toMatchObject({ questions: 0, difference: null, p: null });
});
