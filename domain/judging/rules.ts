/** Judges that are rules: rulings on every step of a trajectory, by what can be told without a model. */
import { type ActionCall, readAction } from "../action";
import type { Step } from "../trajectory";
import type { Verdict } from "../verdict";
import type { Rule } from "./settings";

export type RuleTask = {
  steps: readonly Pick<Step, "action">[];
  /** As recorded, where the actions do not tell it apart */
  finalAnswer: string | null;
};

/** Whether the calculator can work an expression out. */
export type Evaluates = (expression: string) => boolean;

/** A verdict on each step: unreasonable with the reasons if it breaks a rule, else reasonable. */
export function ruleVerdicts(rules: readonly Rule[], task: RuleTask, evaluates: Evaluates): Verdict[] {
  const seen = new Set<string>();
  return task.steps.map((step, index) => {
    const action = readAction(step.action);
    const broken: string[] = [];
    if (rules.includes("calculator-call-valid"))
      for (const call of action.calls.filter(({ tool }) => tool === "calculator")) {
        const expression = inputOf(call);
        if (!evaluates(expression)) broken.push(`The calculator cannot work out: ${expression.slice(0, 300)}`);
      }
    if (rules.includes("no-repeated-query"))
      for (const call of action.calls) {
        const key = `${call.tool}\n${inputOf(call).toLowerCase().replace(/\s+/g, " ").trim()}`;
        if (seen.has(key)) broken.push(`Asked before: ${call.tool}: ${inputOf(call).slice(0, 300)}`);
        seen.add(key);
      }
    if (rules.includes("answer-present") && index === task.steps.length - 1) {
      const answer = action.answer ?? task.finalAnswer;
      if (answer === null || answer.trim() === "") broken.push("The last step gives no answer.");
    }
    return { step: index, rating: broken.length > 0 ? -1 : 1, rationale: broken.join("\n") || null };
  });
}

const EXPRESSION_FIELDS = ["expression", "query", "input"];

/** What a call asks for: of JSON arguments the one field that says it, else the text as written. */
function inputOf(call: ActionCall): string {
  if (!call.input.trimStart().startsWith("{")) return call.input;
  try {
    const given: unknown = JSON.parse(call.input);
    if (typeof given !== "object" || given === null) return call.input;
    const entries = Object.entries(given).filter(([, value]) => typeof value === "string" || typeof value === "number");
    const named = EXPRESSION_FIELDS.flatMap((field) => entries.filter(([name]) => name === field))[0];
    const only = entries.length === 1 ? entries[0] : undefined;
    return String((named ?? only)?.[1] ?? call.input);
  } catch {
    return call.input;
  }
}
