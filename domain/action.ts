/** Reads an action: what the model wrote at a step, as thought, tool calls and final answer. */
import { argumentsText, type Message, messageText } from "./message";

export type ActionCall = {
  tool: string;
  /** The query, expression or JSON arguments, as written */
  input: string;
  id: string | null;
};

export type Action = {
  /** Everything that is neither a call nor the answer; may be empty */
  thought: string;
  calls: ActionCall[];
  /** The final answer, where the action gives one in a form that can be told apart */
  answer: string | null;
};

const TAG_TOOLS: Record<string, string> = { search_query: "search", math_exp: "calculator" };
// A tag never reaches over its own opening: text that opens one a thousand times is still read in one go.
const TAGGED_CALL = /<(search_query|math_exp)>((?:(?!<\1>)[\s\S])*?)<\/\1>/g;
const ANSWER = /<answer>((?:(?!<answer>)[\s\S])*?)<\/answer>/;
const INLINE_CALCULATOR = /<<([^<>=]*)=([^<>]*)>>/g;

/**
 * An action in three protocols: native `tool_calls`; tags (`<search_query>`, `<math_exp>`, `<answer>`); and GSM8K's
 * inline `<<expression=result>>`. A message without native calls is read for tags, then for inline calls.
 * `thought` is for reading only: what is trained on is always the message as it was written.
 */
export function readAction(message: Message): Action {
  const text = messageText(message);
  const answer = ANSWER.exec(text)?.[1]?.trim() ?? null;
  const reasoning = typeof message.reasoning_content === "string" ? message.reasoning_content : "";
  const spoken = text.replace(ANSWER, "");
  const native = (message.tool_calls ?? []).map((call) => ({
    tool: call.function.name,
    input: argumentsText(call),
    id: call.id ?? null,
  }));
  if (native.length > 0) return { thought: joinParts(reasoning, spoken), calls: native, answer };

  const tagged = [...spoken.matchAll(TAGGED_CALL)];
  if (tagged.length > 0)
    return {
      thought: joinParts(reasoning, spoken.replace(TAGGED_CALL, "")),
      calls: tagged.map(([, tag = "", input = ""]) => ({ tool: TAG_TOOLS[tag] ?? tag, input: input.trim(), id: null })),
      answer,
    };

  const inline = [...spoken.matchAll(INLINE_CALCULATOR)];
  return {
    thought: joinParts(reasoning, spoken),
    calls: inline.map((match) => ({ tool: "calculator", input: match[1] ?? "", id: null })),
    answer,
  };
}

/** Results that an action's inline calculator calls were given, in order. */
export function inlineResults(text: string): string[] {
  return [...text.matchAll(INLINE_CALCULATOR)].map((match) => match[2] ?? "");
}

/** What full-text search finds an action by: its words, its calls' inputs and its answer. */
export function actionWords(message: Message): string {
  const reasoning = typeof message.reasoning_content === "string" ? message.reasoning_content : "";
  const calls = (message.tool_calls ?? []).map((call) => `${call.function.name} ${argumentsText(call)}`);
  return [reasoning, messageText(message), ...calls].filter((part) => part !== "").join("\n");
}

function joinParts(...parts: string[]): string {
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .join("\n\n");
}
