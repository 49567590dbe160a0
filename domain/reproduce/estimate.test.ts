import { expect, test } from "vitest";
import { randomFor } from "../random";
import { ARMS, BASE, CLAIMS } from "./arms";
import { estimate, intervalOverSeeds, readingOf } from "./estimate";
import { lineOf, ReproduceItem } from "./items";

const item = (part: Partial<ReproduceItem>): ReproduceItem => ({
  arm: "x",
  seed: 1,
  iteration: 1,
  set: "s",
  question: "q",
  correct: false,
  steps: 3,
  ruled: 3,
  reasonable: 1,
  ruledByOther: 3,
  reasonableByOther: 2,
  ...part,
});

/** Answers whose chance of being right is that of the seed plus that of the question. */
function simulate(
  arm: string,
  seeds: readonly number[],
  chance: (seed: number, question: number) => number,
  name: string,
) {
  const random = randomFor(name);
  return seeds.flatMap((seed) =>
    Array.from({ length: 100 }, (_, question) =>
      item({ arm, seed, question: `q${question}`, correct: random.next() < chance(seed, question) }),
    ),
  );
}

test("the mean is over all seeds and questions, a difference is paired", () => {
  const a = simulate("a", [1, 2], () => 0.7, "a");
  const b = simulate("b", [1, 2], () => 0.4, "b");
  const share = (items: ReproduceItem[]) => items.filter(({ correct }) => correct).length / items.length;
  expect(estimate("a", "accuracy", a)?.mean).toBeCloseTo(share(a), 12);
  expect(estimate("a − b", "accuracy", a, b)?.mean).toBeCloseTo(share(a) - share(b), 12);
  expect(estimate("a − a", "accuracy", a, a)).toMatchObject({ mean: 0, low: 0, high: 0 });
  expect(estimate("a", "filtering", a)?.mean).toBeCloseTo(1 / 3, 12);
  expect(estimate("a", "other", a)?.mean).toBeCloseTo(2 / 3, 12);
});

test("the standard error is that of seeds and questions together", () => {
  // Means of seeds differ by more than questions do: an interval over questions alone would be far too short.
  const means = [0.2, 0.8, 0.35, 0.65, 0.5];
  const items = simulate("a", [1, 2, 3, 4, 5], (seed) => means[seed - 1] ?? 0, "seeds");
  const { low, high, mean } = estimate("a", "accuracy", items) ?? { low: 0, high: 0, mean: 0 };
  const bySeed = means.map((_, at) => items.filter(({ seed, correct }) => seed === at + 1 && correct).length / 100);
  const spread = Math.sqrt(bySeed.reduce((sum, one) => sum + (one - mean) ** 2, 0) / 5 / 5);
  expect(high - low).toBeGreaterThan(2 * 1.7 * spread);
  expect(high - low).toBeLessThan(2 * 2.6 * spread);
});

test("a base has one seed, which every seed is compared with", () => {
  const arm = simulate("a", [1, 2, 3], () => 0.9, "arm");
  const base = simulate(BASE, [0], () => 0.3, "base");
  const gain = estimate("gain", "accuracy", arm, base);
  expect(gain?.low).toBeGreaterThan(0.4);
  expect(readingOf(gain ?? { low: 0, high: 0 })).toBe("agrees");
  expect(readingOf({ low: -2, high: -1 })).toBe("disagrees");
  expect(readingOf({ low: -1, high: 1 })).toBe("not settled");
});

test("a question that a seed did not answer is no wrong answer: it is refused", () => {
  const items = simulate("a", [1, 2], () => 0.5, "x").slice(0, -1);
  expect(() => estimate("a", "accuracy", items)).toThrow("seed 2: no answer to q99");
  expect(estimate("a", "accuracy", [])).toBeNull();
  const none = simulate("a", [1], () => 0.5, "x").map((one) => ({ ...one, ruled: 0, reasonable: 0 }));
  expect(estimate("a", "filtering", none)).toBeNull();
});

test("every arm comes after those it needs, and every claim is about arms that there are", () => {
  const names = ARMS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const [at, { source, from }] of ARMS.entries())
    for (const needed of [source, from]) if (needed !== "base") expect(names.slice(0, at)).toContain(needed.arm);
  for (const { a, b } of CLAIMS) for (const arm of [a, b]) expect([BASE, ...names]).toContain(arm);
  expect(ReproduceItem.parse(JSON.parse(lineOf(item({}))))).toEqual(item({}));
});

test("the interval over seeds is Student's", () => {
  // Student's sleep data (Biometrika 6, 1908), the published interval of the paired t-test: 0.7001 to 2.4599.
  const interval = intervalOverSeeds([1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4]);
  expect(interval?.low).toBeCloseTo(0.7001, 3);
  expect(interval?.high).toBeCloseTo(2.4599, 3);
  expect(intervalOverSeeds([0.4])).toBeNull();
});
