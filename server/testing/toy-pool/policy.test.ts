import { describe, expect, test } from "vitest";
import { randomFor } from "@/domain/random";
import { arithmeticPolicy } from "./arithmetic-policy";
import { arithmeticPrompt, CALCULATOR_PROTOCOL, CALCULATOR_STEP_LIMIT } from "./arithmetic-protocol";
import { arithmeticQuestions } from "./arithmetic-questions";
import { encyclopediaArticles } from "./articles";
import { encyclopediaPolicy } from "./encyclopedia-policy";
import { encyclopediaPrompt, SEARCH_STEP_LIMIT, searchProtocol } from "./encyclopedia-protocol";
import { encyclopediaQuestions } from "./encyclopedia-questions";
import { labelAnswer } from "./exact-match";
import { judgeCarefully, judgeLeniently } from "./judges";
import { numberWords } from "./number-words";
import { type Played, play } from "./play";
import { buildSearch } from "./search";
import { BASE_SKILL, type Manner } from "./skill";

const MANNERS = Object.keys(BASE_SKILL) as Manner[];
const SEEDS = [...Array(12).keys()];
const search = buildSearch(encyclopediaArticles());

/** What a manner promises of the outcome and of the steps; null where either may be. */
const PROMISED: Record<Manner, { isCorrect: boolean | null; isSound: boolean }> = {
  sound: { isCorrect: true, isSound: true },
  "sound-odd": { isCorrect: false, isSound: true },
  detour: { isCorrect: true, isSound: false },
  lucky: { isCorrect: true, isSound: false },
  wrong: { isCorrect: false, isSound: false },
  unfinished: { isCorrect: false, isSound: false },
};

function check(manner: Manner, played: Played, isCorrect: boolean) {
  const isSound = played.truths.every(({ rating }) => rating !== -1);
  // A search that has to be repeated may use up the steps before the story is told.
  if (played.endState !== "step-limit" || manner === "unfinished")
    expect({ isCorrect, isSound }).toEqual(PROMISED[manner]);
  expect(played.truths.length).toBe(played.steps.length);
  for (const { why } of played.truths) expect(why).not.toMatch(/undefined|NaN|the the /);
  for (const { action } of played.steps) expect(action.content).not.toMatch(/undefined|NaN|the the /);
}

describe.each(MANNERS)("a trajectory that is %s", (manner) => {
  test("is so on every word problem", () => {
    for (const { key, problem, answer } of arithmeticQuestions())
      for (const seed of SEEDS) {
        const policy = arithmeticPolicy(problem, manner, randomFor(`${key} ${manner} ${seed}`));
        const played = play(policy, CALCULATOR_PROTOCOL, arithmeticPrompt(problem.text), CALCULATOR_STEP_LIMIT);
        check(manner, played, labelAnswer("exact-number", played.finalAnswer, [answer]).outcome === "correct");
      }
  });

  test("is so on every question of the encyclopedia", () => {
    for (const question of encyclopediaQuestions())
      for (const seed of SEEDS) {
        const name = `${question.key} ${manner} ${seed}`;
        const policy = encyclopediaPolicy(question, manner, randomFor(name));
        const played = play(policy, searchProtocol(search, name), encyclopediaPrompt(question.text), SEARCH_STEP_LIMIT);
        const isCorrect = labelAnswer("exact-match", played.finalAnswer, question.answers).outcome === "correct";
        // A wrong turn may lead to the right place by chance: two people may come from one town.
        check(manner, played, manner === "wrong" ? false : isCorrect);
      }
  });
});

describe("judges", () => {
  const [question] = arithmeticQuestions();
  if (!question) throw new Error("no question");
  const playedAs = (manner: Manner, seed: number) => {
    const policy = arithmeticPolicy(question.problem, manner, randomFor(`judged ${seed}`));
    return play(policy, CALCULATOR_PROTOCOL, arithmeticPrompt(question.problem.text), CALCULATOR_STEP_LIMIT);
  };

  test("the careful one errs on about 4 % and fails on about 2 %; the lenient one misses about half", () => {
    let [steps, errors, failures, mistakes, missed] = [0, 0, 0, 0, 0];
    for (let seed = 0; seed < 1500; seed++) {
      const played = playedAs("wrong", seed);
      const careful = judgeCarefully(played, randomFor(`careful ${seed}`));
      const lenient = judgeLeniently(played, randomFor(`lenient ${seed}`));
      played.truths.forEach(({ rating }, index) => {
        const ruled = careful[index]?.rating;
        steps += 1;
        if (ruled === null) failures += 1;
        else if (ruled !== rating) errors += 1;
        if (rating !== -1 || !lenient) return;
        mistakes += 1;
        if (lenient[index]?.rating !== -1) missed += 1;
      });
    }
    expect(errors / steps).toBeGreaterThan(0.03);
    expect(errors / steps).toBeLessThan(0.05);
    expect(failures / steps).toBeGreaterThan(0.01);
    expect(failures / steps).toBeLessThan(0.03);
    expect(missed / mistakes).toBeGreaterThan(0.45);
    expect(missed / mistakes).toBeLessThan(0.55);
  });
});

test("numbers in words", () => {
  expect([0, 7, 20, 44, 100, 344, 1000, 1006, 1150, 13_629].map(numberWords)).toEqual([
    "zero",
    "seven",
    "twenty",
    "forty-four",
    "one hundred",
    "three hundred and forty-four",
    "one thousand",
    "one thousand and six",
    "one thousand one hundred and fifty",
    "thirteen thousand six hundred and twenty-nine",
  ]);
});
