import { describe, expect, it } from "vitest";
import type { Message } from "../message";
import { ruleVerdicts } from "./rules";
import type { Rule } from "./settings";

const say = (content: string): { action: Message } => ({ action: { role: "assistant", content } });
const call = (name: string, given: unknown): { action: Message } => ({
  action: { role: "assistant", content: null, tool_calls: [{ function: { name, arguments: given } }] },
});
const judge = (rules: Rule[], steps: { action: Message }[], finalAnswer: string | null = null) =>
  ruleVerdicts(rules, { steps, finalAnswer }, (expression) => /^[\d\s+*]+$/.test(expression)).map(
    ({ rating }) => rating,
  );

describe("ruleVerdicts", () => {
  it("rules on each calculator call, tagged or native", () => {
    const steps = [say("<math_exp>2+2</math_exp>"), say("<math_exp>two</math_exp>"), say("no call")];
    expect(judge(["calculator-call-valid"], steps)).toEqual([1, -1, 1]);
    const native = [call("calculator", '{"expression":"2+2"}'), call("calculator", "{}"), call("search", "{}")];
    expect(judge(["calculator-call-valid"], native)).toEqual([1, -1, 1]);
  });

  it("finds a call made again, whatever its spaces and case", () => {
    const steps = [
      say("<search_query>Old Trafford</search_query>"),
      say("<search_query>old  trafford </search_query>"),
      call("search", { query: "OLD TRAFFORD" }),
      say("<math_exp>old trafford</math_exp>"),
    ];
    expect(judge(["no-repeated-query"], steps)).toEqual([1, -1, -1, 1]);
  });

  it("asks the last step alone for an answer", () => {
    expect(judge(["answer-present"], [say("thinking"), say("<answer>4</answer>")])).toEqual([1, 1]);
    expect(judge(["answer-present"], [say("thinking"), say("<answer> </answer>")])).toEqual([1, -1]);
    expect(judge(["answer-present"], [say("It is 4")])).toEqual([-1]);
    expect(judge(["answer-present"], [say("It is 4")], "4")).toEqual([1]);
    expect(judge(["answer-present"], [])).toEqual([]);
  });

  it("says which rules were broken", () => {
    const steps = [say("<math_exp>x</math_exp>"), say("<math_exp>x</math_exp>")];
    const [, second] = ruleVerdicts(
      ["calculator-call-valid", "no-repeated-query", "answer-present"],
      { steps, finalAnswer: null },
      () => false,
    );
    expect(second?.rationale?.split("\n")).toHaveLength(3);
  });
});
