/** What the form holds while it is filled in, and the plan it stands for. */
import { JudgingPlan, ModelJudge, Rule } from "@/domain/judging/settings";
import type { Pool } from "@/domain/pool";
import { type ModelValues, readModel, readNumber, typedModel } from "../_parts/model-values";

/** Numbers as they are typed. */
export type Values = {
  /** null: the suggested name */
  name: string | null;
  kind: "model" | "rule";
  templateId: number | null;
  votes: string;
  useLogprobs: boolean;
  rules: readonly Rule[];
} & ModelValues;

const DEFAULTS = ModelJudge.parse({ kind: "model", endpointId: 1, templateId: 1 });

export function initialValues(endpointId: number | null, templateId: number | null): Values {
  return {
    name: null,
    kind: endpointId === null ? "rule" : "model",
    ...typedModel(endpointId, DEFAULTS),
    templateId,
    votes: String(DEFAULTS.votes),
    useLogprobs: DEFAULTS.useLogprobs,
    rules: Rule.options,
  };
}

export const RULES: Record<Rule, { name: string; short: string; says: string }> = {
  "calculator-call-valid": {
    name: "Calculator calls are valid",
    short: "calculator",
    says: "The calculator can work out every expression the step gives it.",
  },
  "no-repeated-query": {
    name: "No query is repeated",
    short: "repeats",
    says: "The step calls no tool with what it was asked before in the same trajectory.",
  },
  "answer-present": { name: "An answer is given", short: "answer", says: "The last step of the trajectory answers." },
};

/** "judge-7b, Reasonable step v2" */
export function suggestName(
  values: Values,
  endpoint: { servedName: string } | undefined,
  template: { name: string; version: number } | undefined,
): string {
  if (values.kind === "rule") return `Rules: ${values.rules.map((rule) => RULES[rule].short).join(", ") || "none"}`;
  const votes = Number(values.votes) > 1 ? `, ${values.votes} votes` : "";
  return `${endpoint?.servedName ?? "Judge"}, ${template ? `${template.name} v${template.version}` : ""}${votes}`;
}

/** The plan, or what is wrong with it. */
export function planOf(values: Values, pool: Pool, name: string) {
  const judge =
    values.kind === "rule"
      ? { kind: "rule", rules: values.rules }
      : {
          kind: "model",
          ...readModel(values),
          templateId: values.templateId,
          votes: readNumber(values.votes),
          useLogprobs: values.useLogprobs,
        };
  return JudgingPlan.safeParse({ name, pool, judge });
}
