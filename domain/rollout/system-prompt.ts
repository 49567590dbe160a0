/** The system prompt that a rollout run begins with: how to think, how to call each tool, how to answer. */
import type { ToolName, ToolProtocol } from "./settings";
import { closingTag, openingTag } from "./tags";
import { TOOL_SENTENCES } from "./tool-schemas";

type Setting = { protocol: ToolProtocol; tools: readonly ToolName[]; stepLimit: number };

const EXAMPLES: Readonly<Record<ToolName, string>> = { search: "your query", calculator: "your expression" };

const ANSWER =
  "When you know the answer, write it between <answer> and </answer>, as short as possible: a name, a number, yes or no.";

/** The default for a protocol and a choice of tools. People may edit it: what was sent is kept with the run. */
export function defaultSystemPrompt({ protocol, tools, stepLimit }: Setting): string {
  if (tools.length === 0) return `Answer the question. Think step by step first. ${ANSWER}`;
  const limit = `You have at most ${stepLimit} ${stepLimit === 1 ? "step" : "steps"}, the answer included.`;
  if (protocol === "native")
    return `Answer the question step by step. In each step, think first, then either call tools or give the final answer. ${ANSWER} ${limit}`;
  return `Answer the question step by step. In each step, think first, then either call one tool or give the final answer, and end the step there.

To call a tool, write one of these; its result is given to you in the next message:
${tools.map(tagHelp).join("\n")}

${ANSWER} ${limit}`;
}

function tagHelp(tool: ToolName): string {
  return `${openingTag(tool)}${EXAMPLES[tool]}${closingTag(tool)}: ${TOOL_SENTENCES[tool]}`;
}

/** Actions a trajectory: five with search and ten with the calculator alone, as in the paper; one without tools. */
export function defaultStepLimit(tools: readonly ToolName[]): number {
  if (tools.length === 0) return 1;
  return tools.includes("search") ? 5 : 10;
}
