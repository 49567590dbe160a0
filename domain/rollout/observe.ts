/** Writes what the tools returned as the messages that follow an action. */
import type { Message } from "../message";
import { cutObservation } from "./cut-observation";
import type { RolloutSettings, ToolName } from "./settings";
import type { ToolUse } from "./turn";

/**
 * In tags the results are a user's message, because chat templates need not know a tool's role; by native calls each
 * is a tool's message that names its call. `texts` are in the order of `calls`, which share the limit of characters.
 */
export function observe(
  { protocol, observationLimit }: Pick<RolloutSettings, "protocol" | "observationLimit">,
  calls: readonly ToolUse[],
  texts: readonly string[],
): Message[] {
  const share = Math.max(100, Math.floor(observationLimit / calls.length));
  const results = calls.map((call, index) => ({ ...call, text: cutObservation(texts[index] ?? "", share) }));
  if (protocol === "tags")
    return [{ role: "user", content: results.map(({ tool, text }) => WRAP[tool](text)).join("\n") }];
  return results.map(({ tool, id, text }) => ({ role: "tool", tool_call_id: id, name: tool, content: text }));
}

const WRAP: Readonly<Record<ToolName, (text: string) => string>> = {
  search: (text) => `<search_result>\n${text}\n</search_result>`,
  calculator: (text) => `<math_result>${text}</math_result>`,
};

const WRAPPED = /^<(search_result|math_result)>\n?([\s\S]*?)\n?(<\/\1>)?$/;

/** A result of the tag protocol without its tags, or of its beginning; null where the text is something else. */
export function unwrapResult(text: string): { tool: ToolName; text: string } | null {
  const match = WRAPPED.exec(text);
  return match ? { tool: match[1] === "search_result" ? "search" : "calculator", text: match[2] ?? "" } : null;
}
