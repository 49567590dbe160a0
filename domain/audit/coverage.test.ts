/** Draws reviews again and again of pools whose truth is known: intervals must hold it as often as they say. */
import { expect, test } from "vitest";
import type { PlainStep, PlainTrajectory } from "@/server/testing/filtering/pool";
import { type Design, SHARES, simulate } from "@/server/testing/review/audit-simulation";
import { type Random, randomFor } from "../random";
import type { StratifyBy } from "../review/plan";

const DRAWS = process.env.SWIRL_LONG ? 2_000 : 200;
const FROM = Number(process.env.SWIRL_SEED ?? 1);
/** What is claimed of the intervals, and how seldom a fair seed may miss a bound by chance. */
const CLAIM = 0.92;
const BY_CHANCE = 0.001;
/** A review that is done, uniform or stratified with rare strata, holds the truth neither less nor more often than this. */
const DONE = {
  names: ["150 steps, uniform, many errors", "150 steps by verdict and position, few errors: rare strata"],
  most: 0.98,
};
/** Estimates spread over 3.92 deviations in 95 of 100 draws: intervals may be so much wider than that. */
const WIDEST = 2;

type Pool = { name: string; lengths: (random: Random) => number; errors: number; judge: Judge };
type Judge = { misses: number; slanders: number };

/** Steps go wrong more often in some trajectories, and further on; the judge errs on both sides. */
function poolOf({ name, lengths, errors, judge }: Pool): PlainTrajectory[] {
  const random = randomFor(name);
  return Array.from({ length: 280 }, (_, index): PlainTrajectory => {
    const own = errors * (random.chance(0.5) ? 1.6 : 0.4);
    const steps = Array.from({ length: lengths(random) }, (_, position): PlainStep => {
      const isWrong = random.chance(Math.min(0.95, own * (0.6 + 0.2 * position)));
      const isRuledOut = random.chance(isWrong ? 1 - judge.misses : judge.slanders);
      return {
        ...{ context: 1, tokens: null, tools: [] },
        verdicts: [isRuledOut, isWrong].map((wrong) => ({ rating: wrong ? (-1 as const) : (1 as const), score: null })),
      };
    });
    const isSound = steps.every(({ verdicts }) => verdicts[1]?.rating === 1);
    return {
      ...{ id: index + 1, question: index + 1, set: 1, tokens: null, steps },
      content: random.int(0, 2 ** 31 - 1),
      outcomes: [{ correct: random.chance(isSound ? 0.8 : 0.3), value: null }],
    };
  });
}

const short = (random: Random) => random.int(1, 7);
/** As agents' trajectories are: half have 3 steps at most, one in 30 more than 10, the longest 30. */
const heavyTailed = (random: Random) => Math.min(30, Math.max(1, Math.floor(1.6 / (1 - random.next()) ** 0.62)));

const FEW: Pool = { name: "few errors", lengths: short, errors: 0.04, judge: { misses: 0.5, slanders: 0.06 } };
const MANY: Pool = { name: "many errors", lengths: short, errors: 0.35, judge: { misses: 0.6, slanders: 0.1 } };
const HEAVY: Pool = { ...MANY, name: "heavy-tailed lengths", lengths: heavyTailed };

const uniform = { kind: "uniform" } as const;
const by = (...fields: StratifyBy[]) => ({ kind: "stratified" as const, by: fields });
const steps = (sampling: Design["sampling"], size: number, part = 1): Design => ({
  ...{ unit: "step", ruling: "steps", sampling, size, part },
});
const whole = (sampling: Design["sampling"], size: number, part = 1): Design => ({
  ...{ unit: "trajectory", ruling: "whole", sampling, size, part },
});

const CASES: [name: string, pool: Pool, design: Design][] = [
  ["150 steps, uniform, many errors", MANY, steps(uniform, 150)],
  ["150 steps by verdict and position, few errors: rare strata", FEW, steps(by("verdict", "position"), 150)],
  ["80 steps by verdict, position and outcome, many errors", HEAVY, steps(by("verdict", "position", "outcome"), 80)],
  ["300 steps, uniform, half of them ruled on", HEAVY, steps(uniform, 300, 0.5)],
  ["200 steps by verdict, half of them ruled on", HEAVY, steps(by("verdict"), 200, 0.5)],
  ["100 steps by verdict and position, a quarter ruled on", HEAVY, steps(by("verdict", "position"), 100, 0.25)],
  ["100 whole trajectories, uniform, short", MANY, whole(uniform, 100)],
  ["60 whole trajectories, uniform", HEAVY, whole(uniform, 60)],
  ["120 whole trajectories, uniform, half of them ruled on", HEAVY, whole(uniform, 120, 0.5)],
  ["60 whole trajectories by outcome and verdict", HEAVY, whole(by("outcome", "verdict"), 60)],
  ["60 whole trajectories by length", HEAVY, whole(by("position"), 60)],
  ["60 first errors by verdict", HEAVY, { ...whole(by("verdict"), 60), ruling: "first-error" }],
];

test.each(CASES)("%s: intervals hold the truth", (name, pool, design) => {
  const found = simulate(
    poolOf(pool),
    { ...design, modes: design.unit === "step" ? ["process"] : ["none", "process"] },
    { draws: DRAWS, from: FROM },
  );
  expect(found.length).toBeGreaterThanOrEqual(SHARES.length);
  for (const { name: share, truth, draws, held, mean, deviation, width } of found) {
    const looseness = width / (3.92 * deviation);
    console.info(
      `${name}: ${share} ${truth.toFixed(3)} (${mean.toFixed(3)}): ${((100 * held) / draws).toFixed(1)} %, width ${looseness.toFixed(2)}`,
    );
    expect(held, share).toBeGreaterThanOrEqual(lowestFor(draws, CLAIM));
    expect(looseness, share).toBeLessThan(WIDEST);
    if (!DONE.names.includes(name)) continue;
    expect(held / draws, share).toBeGreaterThanOrEqual(CLAIM);
    expect(held / draws, share).toBeLessThanOrEqual(DONE.most);
  }
});

/** The fewest of `draws` that an interval of this coverage holds the truth in, but for one in 1 / BY_CHANCE tries. */
function lowestFor(draws: number, coverage: number): number {
  let probability = (1 - coverage) ** draws;
  let [below, count] = [probability, 0];
  while (below < BY_CHANCE) {
    probability *= ((draws - count) / (count + 1)) * (coverage / (1 - coverage));
    count += 1;
    below += probability;
  }
  return count;
}
