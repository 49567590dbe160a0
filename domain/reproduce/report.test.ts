import { expect, test } from "vitest";
import { CLAIMS } from "./arms";
import type { ReproduceItem } from "./items";
import { resultsOf } from "./report";
import type { RunLog } from "./run-log";
import { tablesOf } from "./tables";

const SET = "lab-arithmetic-held-out";
const answers = (arm: string, seed: number, correct: readonly boolean[]): ReproduceItem[] =>
  correct.map((isCorrect, question) => ({
    arm,
    seed,
    iteration: seed === 0 ? 0 : 1,
    set: SET,
    question: `q${question}`,
    correct: isCorrect,
    steps: 2,
    ruled: 1,
    reasonable: isCorrect ? 1 : 0,
    ruledByOther: 2,
    reasonableByOther: isCorrect ? 2 : 1,
  }));
const EMPTY_LOG: RunLog = { command: "npm run reproduce", parameters: 1, trainedWith: [], units: [], notRun: [] };
const ITEMS = [
  ...answers("base", 0, [true, false, false, false]),
  ...answers("rl-process", 1, [true, true, true, false]),
  ...answers("rl-process", 2, [true, true, false, false]),
];

test("the tables are computed from the items", () => {
  const tables = tablesOf(ITEMS).replaceAll(/ +/g, " ");
  // By hand: 1 of 4; (3 + 2) of 8 = 62.5 %, 37.5 points more.
  expect(tables).toMatch(/\| `base` \| 25\.0 \(.*\) \| – \| 1 \| 1 \| 4 \|/);
  expect(tables).toMatch(/\| `rl-process` \| 62\.5 \(.*\) \| \+37\.5 \(.*\) \| 2 \| 5 \| 8 \|/);
  // Of two steps the filtering judge ruled on one: four and eight are without a verdict.
  expect(tables).toMatch(/\| `base` \| 25\.0 .* \| 1 \| 4 \| 4 \|/);
  expect(tables).toMatch(/\| `rl-process` \| 62\.5 .* \| 5 \| 8 \| 8 \|/);
  // By the other judge: (2 + 1 + 1 + 1) of 8, and 13 of 16.
  expect(tables).toMatch(/\| `base` \| 62\.5 .* \| 5 \| 8 \| 0 \|/);
  expect(tables).toMatch(/\| `rl-process` \| 81\.3 .* \| 13 \| 16 \| 0 \|/);
  expect(tables).toMatch(/data beats the base \| `rl-process` − `base` \| arithmetic \| accuracy \| \+37\.5 \(/);
  expect(tables).toContain(
    "| Process beats outcome | `rl-process` − `rl-outcome` | arithmetic | accuracy | not run | – |",
  );
});

test("arms are compared on the seeds that both have", () => {
  const other = answers("rl-none", 2, [true, false, false, false]);
  // Seed 2 alone: 2 of 4 less 1 of 4.
  const tables = tablesOf([...ITEMS, ...other]).replaceAll(/ +/g, " ");
  expect(tables).toMatch(/beats no filter \| `rl-process` − `rl-none` \| arithmetic \| accuracy \| \+25\.0 /);
});

test("the control fails where it helps", () => {
  const control = (isRight: boolean) => answers("rl-process-shuffled", 1, Array(4).fill(isRight));
  const base = answers("base", 0, Array(4).fill(false));
  expect(tablesOf([...base, ...control(true)])).toMatch(/Rewarded by lot.*\+100\.0 .*it helps/);
  expect(tablesOf([...base, ...control(false)])).toMatch(/Rewarded by lot.* 0\.0 .*as it should be/);
});

test("the same items give the same page", () => {
  const unit = { arm: "base", seed: 0, seconds: 80, finishedAt: "2026-01-01T00:00:00Z", machine: "two cores" };
  const training = { trajectories: 253, contexts: 437, updates: 40 };
  const log: RunLog = {
    command: "npm run reproduce",
    parameters: 390_000,
    trainedWith: [{ codeVersion: "0.1.0+abc", versions: { trl: "1.13.0" } }],
    units: [
      { ...unit, training: null },
      { ...unit, arm: "rl-process", seed: 1, training },
      { ...unit, arm: "rl-process", seed: 2, training: { ...training, contexts: 441 } },
    ],
    notRun: [{ arm: "rl-none", seed: 2, why: "It keeps nothing." }],
  };
  const { page, figures } = resultsOf(ITEMS, log);
  expect(resultsOf([...ITEMS].reverse(), log)).toEqual({ page, figures });
  expect(page).toMatch(/\| seeds +\| 1, 2 +\|/);
  expect(page).toContain("390,000 parameters");
  expect(page).toMatch(/\| `rl-process` \| 2 +\| 253 +\| 439 \(437–441\) +\| 40 +\|/);
  expect(page).toMatch(/\| `rl-none` \| 2 +\| It keeps nothing\. \|/);
  expect(page).toContain("(results/accuracy-arithmetic.svg)");
  // Two arms, each a mark; base 25 %, the reference.
  expect(figures[0]?.svg.match(/<circle class="s0" cx="[^"]+" cy="(77|103)"/g)).toHaveLength(2);
});

test("each claim is read by its interval", () => {
  const { page } = resultsOf(ITEMS, EMPTY_LOG);
  const [, agrees = ""] = /Agrees with the paper\*\* \((\d+) of/.exec(page) ?? [];
  const [, open = ""] = /the interval holds 0\*\* \((\d+) of/.exec(page) ?? [];
  const [, missing = ""] = /Not run\*\* \((\d+) of/.exec(page) ?? [];
  expect(Number(agrees) + Number(open) + Number(missing)).toBe(CLAIMS.length);
  expect(Number(missing)).toBe(CLAIMS.length - 3);
});
