import fc from "fast-check";
import { expect, test } from "vitest";
import { randomFor } from "../../random";
import { accuracyOf, sumsOf } from "../accuracy";
import { comparePaired } from "../paired";
import { type Answers, answersBy } from "./answers";
import { gainOver, poolSeeds } from "./pooled";
import { answersOf, rightOf } from "./testing";

const answers = (least = 1) =>
  fc
    .array(fc.option(fc.boolean(), { nil: null }), { minLength: least, maxLength: 30 })
    .map((right) => answersOf(...right));

test("one seed has the interval of the results table", () => {
  fc.assert(
    fc.property(answers(), (seed) => {
      const expected = accuracyOf(sumsOf(seed.correct.map((correct) => ({ labelled: 1, correct }))));
      if (expected === null) {
        expect(poolSeeds([seed])).toBeNull();
        return;
      }
      const { share, n, low, high } = expected;
      expect(poolSeeds([seed])).toEqual({
        ...{ share, n, questions: n, seeds: 1, interval: { low, high }, resampled: "questions" },
      });
    }),
  );
  expect(poolSeeds([])).toBeNull();
});

test("several seeds are all answers together, whoever has not answered a question", () => {
  fc.assert(
    fc.property(fc.array(answers(), { minLength: 2, maxLength: 4 }), (seeds) => {
      const n = seeds.reduce((sum, { labelled }) => sum + labelled.length, 0);
      const correct = seeds.reduce((sum, seed) => sum + seed.correct.filter((one) => one === 1).length, 0);
      const pooled = poolSeeds(seeds);
      if (n === 0) {
        expect(pooled).toBeNull();
        return;
      }
      expect(pooled?.share).toBeCloseTo(correct / n, 12);
      expect(pooled?.n).toBe(n);
      expect(pooled?.questions).toBe(new Set(seeds.flatMap(({ questions }) => questions)).size);
    }),
    { numRuns: 25 },
  );
});

/** The definition, answer by answer: an answer of seed s on question q counts (times s was drawn) × (times q was). */
function slowly(seeds: readonly Answers[], base: Answers | null, replicates: number): [number, number] {
  const { int } = randomFor("another stream");
  const ids = [...new Set(seeds.flatMap(({ questions }) => questions))];
  const rightOfSeed = new Map([...seeds, ...(base ? [base] : [])].map((seed) => [seed, answersBy(seed)]));
  const draws: number[] = [];
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    const chosenSeeds = seeds.map(() => seeds[int(0, seeds.length - 1)] as Answers);
    const chosen = ids.map(() => ids[int(0, ids.length - 1)] as number);
    const rate = (those: readonly Answers[]) => {
      const found = those.flatMap((seed) => chosen.flatMap((id) => rightOfSeed.get(seed)?.get(id)?.c ?? []));
      return found.reduce((sum, value) => sum + value, 0) / found.length;
    };
    draws.push(rate(chosenSeeds) - (base ? rate([base]) : 0));
  }
  draws.sort((a, b) => a - b);
  return [draws[Math.floor(0.025 * replicates)] ?? 0, draws[Math.floor(0.975 * replicates)] ?? 0];
}

const { chance } = randomFor("answers of seeds");
const noisy = (probability: number) => answersOf(...Array.from({ length: 200 }, () => chance(probability)));

test("the interval of several seeds draws seeds and questions, as the definition does", () => {
  const seeds = [noisy(0.3), noisy(0.5), noisy(0.75)];
  const pooled = poolSeeds(seeds);
  const [low, high] = slowly(seeds, null, 1_500);
  expect(pooled).toMatchObject({ seeds: 3, questions: 200, n: 600, resampled: "seeds and questions" });
  expect(pooled?.interval?.low).toBeCloseTo(low, 1.5);
  expect(pooled?.interval?.high).toBeCloseTo(high, 1.5);
  const base = noisy(0.25);
  const gain = gainOver(base, seeds);
  const [least, most] = slowly(seeds, base, 1_500);
  expect(gain?.interval?.low).toBeCloseTo(least, 1.5);
  expect(gain?.interval?.high).toBeCloseTo(most, 1.5);
});

test("seeds that differ widen the interval; equal seeds leave that of the questions", () => {
  const width = (seeds: readonly Answers[]) => {
    const { low = 0, high = 0 } = poolSeeds(seeds)?.interval ?? {};
    return high - low;
  };
  const one = rightOf(50, 100);
  expect(width([one, one, one])).toBeCloseTo(2 * 1.96 * Math.sqrt(0.25 / 100), 1);
  expect(width([rightOf(20, 100), one, rightOf(80, 100)])).toBeGreaterThan(1.5 * width([one, one, one]));
  expect(poolSeeds([rightOf(20, 20), rightOf(20, 20)])).toMatchObject({ share: 1, interval: { high: 1 } });
  expect(poolSeeds([rightOf(20, 20), rightOf(20, 20)])?.interval?.low).toBeCloseTo(0.8389, 4);
});

test("a gain is the paired difference of the results, and relative to the base", () => {
  const [base, tuned] = [noisy(0.4), noisy(0.6)];
  const gain = gainOver(base, [tuned]);
  const pairs = base.correct.map((a, at) => ({ a, b: tuned.correct[at] ?? 0 }));
  const { difference } = comparePaired(pairs);
  expect(gain?.difference).toBeCloseTo(difference?.mean ?? Number.NaN, 12);
  expect(gain?.interval?.low).toBeCloseTo(difference?.interval?.low ?? Number.NaN, 1.5);
  expect(gain?.interval?.high).toBeCloseTo(difference?.interval?.high ?? Number.NaN, 1.5);
  const share = base.correct.reduce((sum, value) => sum + value, 0) / 200;
  expect(gain?.relative).toBeCloseTo((difference?.mean ?? 0) / share, 12);

  // SWiRL, arXiv 2504.04736: relative gains are over the base's accuracy; 40 of 100 to 50 of 100 is 25 %.
  expect(gainOver(rightOf(40, 100), [rightOf(50, 100)])).toMatchObject({
    difference: expect.closeTo(0.1, 12),
    relative: expect.closeTo(0.25, 12),
    questions: 100,
    resampled: "questions",
  });
  expect(gainOver(rightOf(0, 10), [rightOf(5, 10)])?.relative).toBeNull();
});

test("only questions that both have an outcome on count in a gain", () => {
  const gain = gainOver(answersOf(true, false, null, false), [answersOf(true, true, true, null)]);
  expect(gain).toMatchObject({ questions: 2, difference: 0.5 });
  expect(gainOver(answersOf(null), [answersOf(true)])).toBeNull();
  expect(gainOver(answersOf(true), [])).toBeNull();
});
