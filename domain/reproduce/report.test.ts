import { expect, test } from "vitest";
import type { ReproduceItem } from "./items";
import { resultsPage, tablesOf } from "./report";
import type { RunLog } from "./run-log";

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
const ITEMS = [
  ...answers("base", 0, [true, false, false, false]),
  ...answers("rl-process", 1, [true, true, true, false]),
  ...answers("rl-process", 2, [true, true, false, false]),
];

test("the tables are computed from the items", () => {
  const tables = tablesOf(ITEMS);
  // By hand: 1 of 4; (3 + 2) of 8 = 62.5 %, 37.5 points more.
  expect(tables).toMatch(/\| base \| 25\.0 % \(.*\) \| – \| 1 \| 4 \|/);
  expect(tables).toMatch(/\| rl-process \| 62\.5 % \(.*\) \| \+37\.5 \(.*\) \| 2 \| 8 \|/);
  // Of two steps the filtering judge ruled on one: four and eight are without a verdict.
  expect(tables).toMatch(/\| base \| 25\.0 % .* \| 4 \| 4 \|/);
  expect(tables).toMatch(/\| rl-process \| 62\.5 % .* \| 8 \| 8 \|/);
  // By the other judge: (2 + 1 + 1 + 1) of 8, and 13 of 16.
  expect(tables).toMatch(/\| base \| 62\.5 % .* \| 4 \| 0 \|/);
  expect(tables).toMatch(/\| rl-process \| 81\.3 % .* \| 8 \| 0 \|/);
  expect(tables).toMatch(
    /beats the base \| rl-process − base \| arithmetic \| \+37\.5 \(.*\) \| (agrees|not settled) \|/,
  );
  expect(tables).toContain("| Process beats outcome | rl-process − rl-outcome | arithmetic | not run | – |");
});

test("arms are compared on the seeds that both have", () => {
  const other = answers("rl-none", 2, [true, false, false, false]);
  // Seed 2 alone: 2 of 4 less 1 of 4.
  expect(tablesOf([...ITEMS, ...other])).toMatch(/beats no filter \| rl-process − rl-none \| arithmetic \| \+25\.0 /);
});

test("the same items give the same page", () => {
  const unit = { arm: "base", seed: 0, seconds: 80, finishedAt: "2026-01-01T00:00:00Z", machine: "two cores" };
  const log: RunLog = {
    command: "npm run reproduce",
    parameters: 390_000,
    trainedWith: [{ codeVersion: "0.1.0+abc", versions: { trl: "1.13.0" } }],
    units: [unit],
    notRun: [{ arm: "rl-none", seed: 2, why: "It keeps nothing." }],
  };
  const page = resultsPage(ITEMS, log);
  expect(page).toBe(resultsPage([...ITEMS].reverse(), log));
  expect(page).toContain("Seeds 1, 2.");
});
