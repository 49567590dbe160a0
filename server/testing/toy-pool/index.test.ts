import { createHash } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { readAction } from "@/domain/action";
import { keeps } from "@/domain/filter";
import { messageText } from "@/domain/message";
import { type RecordOf, StudioRecord } from "@/domain/studio-record";
import { summariseVerdicts } from "@/domain/verdict";
import { encyclopediaArticles } from "./articles";
import { calculate } from "./expression";
import { toyPool } from "./index";
import { buildSearch, searchObservation } from "./search";
import { countTokens } from "./tokens";

let records: StudioRecord[];
const of = <T extends StudioRecord["type"]>(type: T) =>
  records.filter((record): record is RecordOf<T> => record.type === type);
const tally = (items: (string | number)[]) => {
  const counts: Record<string, number> = {};
  for (const item of items) counts[item] = (counts[item] ?? 0) + 1;
  return counts;
};
const processOf = (trajectory: RecordOf<"trajectory">, run: string) => {
  const verdicts = trajectory.verdicts.find((part) => part.run === run);
  return verdicts ? summariseVerdicts(verdicts.steps, trajectory.steps.length).process : "unjudged";
};
const outcomeOf = ({ outcomes: [label] }: RecordOf<"trajectory">) =>
  label === undefined ? "unlabelled" : label.correct ? "correct" : "incorrect";

beforeAll(() => {
  records = [...toyPool()].map((record) => StudioRecord.parse(record));
});

test("is the same each time", () => {
  const digest = () => {
    const hash = createHash("sha256");
    for (const record of toyPool()) hash.update(`${JSON.stringify(record)}\n`);
    return hash.digest("hex");
  };
  const first = digest();
  expect(digest()).toBe(first);
});

test("begins with the header and holds these records", () => {
  expect(records[0]).toEqual({ type: "swirl-studio", version: 1 });
  expect(tally(records.map(({ type }) => type))).toEqual({
    "swirl-studio": 1,
    corpus: 1,
    passage: 64,
    "question-set": 2,
    question: 60,
    "rollout-run": 2,
    "judging-run": 2,
    "labelling-run": 1,
    trajectory: 300,
  });
});

test("survives being written as JSON lines", () => {
  for (const record of records) expect(StudioRecord.parse(JSON.parse(JSON.stringify(record)))).toEqual(record);
});

test("is marked as simulated throughout, its models by name", () => {
  for (const type of ["question-set", "rollout-run", "judging-run", "labelling-run"] as const)
    for (const record of of(type)) expect(record.isSample).toBe(true);
  for (const { model } of of("rollout-run")) expect(model).toMatch(/^simulated-/);
});

test("every reference stands earlier in the file", () => {
  const known = new Set<string>();
  for (const record of records) {
    const needs: string[] = [];
    switch (record.type) {
      case "passage":
        needs.push(`corpus ${record.corpus}`);
        break;
      case "question-set":
        if (record.corpus) needs.push(`corpus ${record.corpus}`);
        break;
      case "question":
        needs.push(`question-set ${record.set}`);
        known.add(`question ${record.set} ${record.key}`);
        break;
      case "trajectory":
        needs.push(`rollout-run ${record.run}`, `question ${record.set} ${record.question}`);
        needs.push(...record.verdicts.map(({ run }) => `judging-run ${run}`));
        needs.push(...record.outcomes.map(({ run }) => `labelling-run ${run}`));
    }
    for (const need of needs) expect(known).toContain(need);
    if ("key" in record) known.add(`${record.type} ${record.key}`);
  }
});

test("every trajectory is one sample of a question by one model", () => {
  const identities = of("trajectory").map(({ run, set, question, sample }) => `${run}|${set}|${question}|${sample}`);
  expect(new Set(identities).size).toBe(300);
  expect(tally(of("trajectory").map(({ run, set }) => `${run} ${set}`))).toEqual({
    "sample:base sample:arithmetic": 90,
    "sample:base sample:encyclopedia": 90,
    "sample:large sample:arithmetic": 60,
    "sample:large sample:encyclopedia": 60,
  });
});

describe("trajectories", () => {
  test("hold exactly what the tools return", () => {
    const search = buildSearch(encyclopediaArticles());
    for (const { steps } of of("trajectory"))
      for (const { action, observation } of steps) {
        const expected = readAction(action).calls.map(({ tool, input }) =>
          tool === "calculator" ? calculate(input).text : searchObservation(search(JSON.parse(input).query)),
        );
        expect((observation ?? []).map(messageText)).toEqual(expected);
      }
  });

  test("answer each tool call by its id, and no id comes twice", () => {
    const calls = of("trajectory").flatMap(({ steps }) => steps.flatMap(({ action }) => action.tool_calls ?? []));
    expect(new Set(calls.map(({ id }) => id)).size).toBe(calls.length);
    for (const { steps } of of("trajectory"))
      for (const { action, observation } of steps)
        if (action.tool_calls)
          expect(observation?.map((message) => message.tool_call_id)).toEqual(action.tool_calls.map(({ id }) => id));
  });

  test("end as their end state says, within the step limit", () => {
    for (const { set, steps, endState, finalAnswer } of of("trajectory")) {
      const last = steps.at(-1);
      const { calls, answer } = readAction(last?.action ?? { role: "assistant" });
      const limit = set === "sample:arithmetic" ? 10 : 5;
      expect(steps.length).toBeLessThanOrEqual(limit);
      expect(answer).toBe(finalAnswer);
      if (endState === "step-limit") expect([steps.length, calls.length > 0]).toEqual([limit, true]);
      else expect([calls.length, last?.observation]).toEqual([0, null]);
      expect(endState === "answered").toBe(finalAnswer !== null);
    }
  });

  test("count tokens of the context and of the action", () => {
    for (const { prompt, steps, promptTokens, completionTokens } of of("trajectory")) {
      let context = prompt.reduce((sum, message) => sum + countTokens(message), 0);
      for (const step of steps) {
        expect([step.promptTokens, step.completionTokens]).toEqual([context, countTokens(step.action)]);
        for (const message of [step.action, ...(step.observation ?? [])]) context += countTokens(message);
      }
      expect(promptTokens).toBe(steps.reduce((sum, step) => sum + (step.promptTokens ?? 0), 0));
      expect(completionTokens).toBe(steps.reduce((sum, step) => sum + (step.completionTokens ?? 0), 0));
    }
  });

  test("show what real ones do: parallel calls, no thought, errors, ends without an answer", () => {
    const actions = of("trajectory").flatMap(({ steps }) => steps.map(({ action }) => readAction(action)));
    const parallel = actions.filter(({ calls }) => calls.length > 1).map(({ calls }) => calls[0]?.tool);
    expect(new Set(parallel)).toEqual(new Set(["calculator", "search"]));
    expect(actions.filter(({ thought }) => thought === "").length).toBeGreaterThan(50);
    const observed = of("trajectory").flatMap(({ steps }) => steps.flatMap(({ observation }) => observation ?? []));
    expect(observed.filter((message) => messageText(message).startsWith("Error:")).length).toBeGreaterThan(5);
    const ends = tally(of("trajectory").map(({ endState }) => endState));
    expect(ends["step-limit"]).toBeGreaterThan(3);
    expect(ends["no-answer"]).toBeGreaterThan(3);
  });
});

describe("outcomes and verdicts", () => {
  test("six trajectories are unlabelled, and every label says why", () => {
    expect(of("trajectory").filter((trajectory) => outcomeOf(trajectory) === "unlabelled").length).toBe(6);
    for (const { outcomes, finalAnswer } of of("trajectory"))
      for (const { reason } of outcomes)
        expect(reason).toMatch(finalAnswer === null ? /^no final answer$/ : /^predicted ".+", accepted ".+"$/);
  });

  test("the base model is right 40 to 50 % of the time, the large one 60 to 70 %", () => {
    const share = (run: string) => {
      const labelled = of("trajectory").filter((one) => one.run === run && one.outcomes.length > 0);
      return labelled.filter((one) => outcomeOf(one) === "correct").length / labelled.length;
    };
    expect(share("sample:base")).toBeGreaterThan(0.4);
    expect(share("sample:base")).toBeLessThan(0.5);
    expect(share("sample:large")).toBeGreaterThan(0.6);
    expect(share("sample:large")).toBeLessThan(0.7);
  });

  test("the process filter keeps 35 to 60 % under the careful judge and more under the lenient one", () => {
    const kept = (run: string) =>
      of("trajectory").filter((one) => keeps("process", processOf(one, run), outcomeOf(one))).length / 300;
    expect(kept("sample:careful-judge")).toBeGreaterThan(0.35);
    expect(kept("sample:careful-judge")).toBeLessThan(0.6);
    expect(kept("sample:lenient-judge")).toBeGreaterThan(kept("sample:careful-judge") + 0.1);
  });

  test("process × outcome is exactly this, so that no change of the pool goes unnoticed", () => {
    const matrix = (run: string) => tally(of("trajectory").map((one) => `${processOf(one, run)} ${outcomeOf(one)}`));
    expect(matrix("sample:careful-judge")).toEqual({
      "reasonable correct": 100,
      "reasonable incorrect": 14,
      "reasonable unlabelled": 2,
      "unreasonable correct": 59,
      "unreasonable incorrect": 112,
      "unreasonable unlabelled": 4,
      "unjudged correct": 6,
      "unjudged incorrect": 3,
    });
    expect(matrix("sample:lenient-judge")).toEqual({
      "reasonable correct": 144,
      "reasonable incorrect": 59,
      "reasonable unlabelled": 4,
      "unreasonable correct": 19,
      "unreasonable incorrect": 66,
      "unreasonable unlabelled": 2,
      "unjudged correct": 2,
      "unjudged incorrect": 4,
    });
  });

  test("process and outcome are at odds both ways, and some trajectories are unjudged", () => {
    for (const run of ["sample:careful-judge", "sample:lenient-judge"]) {
      const cells = tally(of("trajectory").map((one) => `${processOf(one, run)} ${outcomeOf(one)}`));
      expect(cells["reasonable incorrect"]).toBeGreaterThan(5);
      expect(cells["unreasonable correct"]).toBeGreaterThan(5);
      expect(cells["unjudged correct"]).toBeGreaterThan(0);
    }
    expect(of("trajectory").some(({ verdicts }) => verdicts.length === 1)).toBe(true);
  });

  test("a verdict has a rationale and a score; what has no verdict has the raw reply", () => {
    for (const { verdicts, steps } of of("trajectory"))
      for (const part of verdicts) {
        expect(part.steps.map(({ step }) => step)).toEqual(steps.map((_, index) => index));
        for (const { rating, score, rationale, raw } of part.steps)
          if (rating === null) expect([score, rationale, Boolean(raw)]).toEqual([undefined, undefined, true]);
          else expect([typeof score, Boolean(rationale)]).toEqual(["number", true]);
      }
  });
});

test("every passage of a question is a passage of the corpus, word for word", () => {
  const corpus = new Set(of("passage").map(({ title, text }) => `${title}\n${text}`));
  expect(corpus.size).toBe(64);
  for (const { set, passages } of of("question")) {
    expect(passages?.length ?? 0).toBeGreaterThanOrEqual(set === "sample:encyclopedia" ? 2 : 0);
    for (const { title, text, supporting } of passages ?? [])
      expect([corpus.has(`${title}\n${text}`), supporting]).toEqual([true, true]);
  }
});
