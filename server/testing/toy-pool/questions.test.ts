import { describe, expect, test } from "vitest";
import { inlineResults, readAction } from "@/domain/action";
import { normaliseAnswer } from "@/domain/labelling/normalise-answer";
import { answerOf, nestedExpression, solutionOf, solve } from "./arithmetic-problem";
import { arithmeticQuestions } from "./arithmetic-questions";
import { encyclopediaArticles } from "./articles";
import { answerTo, encyclopediaQuestions, pathOf, subjectsOf } from "./encyclopedia-questions";
import { answerNumber, labelAnswer } from "./exact-match";
import { calculate } from "./expression";
import { WORLD } from "./world";

describe("toy arithmetic", () => {
  const questions = arithmeticQuestions();

  test("thirty different problems of two to four operations", () => {
    expect(new Set(questions.map(({ problem }) => problem.text)).size).toBe(30);
    for (const { problem } of questions) expect([2, 3, 4]).toContain(problem.operations.length);
  });

  test.each(questions)("$key: the programme leads to the answer, a positive number", ({ problem, answer }) => {
    expect(calculate(nestedExpression(problem))).toMatchObject({ ok: true, text: answer });
    expect(answerOf(problem)).toBe(answer);
    expect(answer).toMatch(/^\d+$/);
    for (const value of solve(problem)) expect(value).toBeGreaterThan(0);
    const solution = solutionOf(problem);
    for (const { input } of readAction({ role: "assistant", content: solution }).calls)
      expect(inlineResults(solution)).toContain(calculate(input).text);
    expect(solution.endsWith(`#### ${answer}`)).toBe(true);
  });

  test.each(questions)("$key: every number of the text is a given or the distractor, and 2 or more", ({ problem }) => {
    const written = (problem.text.match(/\d+(\.\d+)?/g) ?? []).map(Number);
    expect(written).toContain(problem.distractor.value);
    expect(problem.givens.map(({ value }) => value)).not.toContain(problem.distractor.value);
    const implied = new Set([2, 100]);
    for (const { value } of problem.givens) expect(written.includes(value) || implied.has(value)).toBe(true);
    for (const value of written) expect(value >= 2 || value % 1 !== 0).toBe(true);
  });
});

describe("toy encyclopedia", () => {
  const questions = encyclopediaQuestions();
  const text = new Map(encyclopediaArticles().map((article) => [article.title, article.text]));

  test("names are unique, and every object that is an entity exists once", () => {
    expect(new Set(WORLD.map(({ name }) => name)).size).toBe(WORLD.length);
    const named = (kind: string) => WORLD.filter((entity) => entity.kind === kind).map(({ name }) => name);
    for (const { facts } of WORLD) {
      for (const relation of ["river", "province", "university"] as const)
        if (facts[relation]) expect(named(relation)).toContain(facts[relation]);
      for (const relation of ["capital", "town", "birthplace", "place"] as const)
        if (facts[relation]) expect(named("town")).toContain(facts[relation]);
      for (const relation of ["creator", "architect", "founder"] as const)
        if (facts[relation]) expect(named("person")).toContain(facts[relation]);
    }
  });

  test("a capital lies in its province", () => {
    for (const { name, kind, facts } of WORLD)
      if (kind === "province") expect(WORLD.find((town) => town.name === facts.capital)?.facts.province).toBe(name);
  });

  test("nobody makes a work before the age of twenty", () => {
    for (const { facts } of WORLD) {
      const maker = WORLD.find(({ name }) => name === (facts.creator ?? facts.architect ?? facts.founder));
      const year = Number(facts.year ?? facts.founded);
      if (maker?.facts.born) expect(year - Number(maker.facts.born)).toBeGreaterThanOrEqual(20);
      const school = WORLD.find(({ name }) => name === facts.university)?.facts.founded;
      if (facts.born && school) expect(Number(facts.born) + 17).toBeGreaterThanOrEqual(Number(school));
    }
  });

  test("an article says every fact that a question may ask of it", () => {
    for (const { name, facts } of WORLD)
      for (const [relation, value] of Object.entries(facts))
        if (relation !== "trade" || facts.born) expect(text.get(name)).toContain(value);
  });

  test("thirty different questions of two or three articles", () => {
    expect(new Set(questions.map((question) => question.text)).size).toBe(30);
    for (const { plan } of questions) expect([2, 3]).toContain(new Set(subjectsOf(plan)).size);
  });

  test.each(questions)("$key has one answer, spread over its passages: $text", ({ plan, answers }) => {
    const answer = answerTo(plan);
    expect(answers.map(normaliseAnswer)).toContain(normaliseAnswer(answer));
    if (plan.kind === "comparison") {
      const values = plan.subjects.map((subject) => WORLD.find(({ name }) => name === subject)?.facts[plan.relation]);
      expect(new Set(values).size).toBe(2);
      return;
    }
    const path = pathOf(plan);
    path.slice(0, -1).forEach((subject, hop) => {
      expect(text.get(subject)).toContain(path[hop + 1]);
    });
  });
});

describe("exact match", () => {
  test("normalises as the HotpotQA script does", () => {
    expect(normaliseAnswer("The  Weavers' Hall, Kestwick.")).toBe("weavers hall kestwick");
    expect(normaliseAnswer("A theatre and an atlas")).toBe("theatre and atlas");
  });

  test("reads the last number", () => {
    expect(answerNumber("$1,150.00")).toBe("1150");
    expect(answerNumber("3 boxes of 12")).toBe("12");
    expect(answerNumber("-7")).toBe("-7");
    expect(answerNumber("forty-four")).toBe(null);
  });

  test("says what was compared", () => {
    expect(labelAnswer("exact-number", "42", ["44"])).toEqual({
      outcome: "incorrect",
      reason: 'predicted "42", accepted "44"',
    });
    expect(labelAnswer("exact-match", "the Selk", ["River Selk", "Selk"])).toEqual({
      outcome: "correct",
      reason: 'predicted "the Selk", accepted "River Selk" or "Selk"',
    });
    expect(labelAnswer("exact-number", null, ["44"])).toEqual({ outcome: "incorrect", reason: "no final answer" });
  });
});
