/** How the tools are introduced to a model: schemas for native calls, sentences for the system prompt. */
import type { ToolName } from "./settings";

/** One sentence a tool: what it does, what it takes, what it returns. */
export const TOOL_SENTENCES: Readonly<Record<ToolName, string>> = {
  search:
    "Looks up passages of an encyclopedia or document collection: takes a query in plain words, returns the passages that match it best.",
  calculator:
    "Evaluates one arithmetic expression: numbers, + - * / ^, % (remainder, never percent), parentheses, sqrt, abs, round, floor, ceil, min, max, log (natural), exp, pi, e; returns the number.",
};

type FunctionSchema = {
  type: "function";
  function: { name: ToolName; description: string; parameters: Record<string, unknown> };
};

/** The schemas of native tool calls, as OpenAI's protocol has them. */
export const TOOL_SCHEMAS: Readonly<Record<ToolName, FunctionSchema>> = {
  search: schemaOf("search", "query", "What to look for, in plain words"),
  calculator: schemaOf("calculator", "expression", "The expression, for example (12 + 3) * 4 / 5"),
};

/** The argument of a native call that carries its input. */
export const TOOL_ARGUMENT = { search: "query", calculator: "expression" } as const satisfies Record<ToolName, string>;

function schemaOf(name: ToolName, argument: string, description: string): FunctionSchema {
  return {
    type: "function",
    function: {
      name,
      description: TOOL_SENTENCES[name],
      parameters: {
        type: "object",
        properties: { [argument]: { type: "string", description } },
        required: [argument],
        additionalProperties: false,
      },
    },
  };
}
