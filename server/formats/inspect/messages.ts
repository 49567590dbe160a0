/** Inspect's chat messages as OpenAI-compatible ones. */
import { isObject, type JsonObject } from "../json";

/** What the log keeps about a message, and no model saw: with it, equal contexts would look different. */
const BOOKKEEPING = new Set(["id", "source", "model", "metadata", "tool_calls", "function", "content"]);

/**
 * Tool calls get the protocol's form, `{function: {name, arguments}}`; a tool message's function becomes its name;
 * reasoning parts become `reasoning_content`. Everything else stays as it is. What is no message is returned as it came.
 */
export function toChatMessage(message: unknown): unknown {
  if (!isObject(message)) return message;
  const { content, reasoning } = splitContent(message.content);
  const calls = Array.isArray(message.tool_calls) ? message.tool_calls.map(toCall) : [];
  return {
    ...Object.fromEntries(
      Object.entries(message).filter(
        ([name, value]) => !BOOKKEEPING.has(name) && !(name === "error" && value === null),
      ),
    ),
    ...(typeof message.function === "string" ? { name: message.function } : {}),
    content,
    ...(reasoning === "" ? {} : { reasoning_content: reasoning }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  };
}

function splitContent(content: unknown): { content: unknown; reasoning: string } {
  if (!Array.isArray(content)) return { content, reasoning: "" };
  const isReasoning = (part: unknown): part is JsonObject => isObject(part) && part.type === "reasoning";
  const reasoning = content
    .filter(isReasoning)
    .map((part) => (typeof part.reasoning === "string" ? part.reasoning : ""))
    .join("\n");
  // A redacted thought has no words to show; it stays where it is.
  return reasoning === ""
    ? { content, reasoning }
    : { content: content.filter((part) => !isReasoning(part)), reasoning };
}

function toCall(call: unknown): unknown {
  if (!isObject(call) || typeof call.function !== "string") return call;
  const { function: name, arguments: args, ...rest } = call;
  return { ...rest, type: "function", function: { name, arguments: args } };
}

/** Inspect's tool descriptions as tool schemas. */
export function toToolSchema(tool: unknown): unknown {
  if (!isObject(tool) || typeof tool.name !== "string") return tool;
  const { name, description, parameters } = tool;
  return { type: "function", function: { name, description, parameters } };
}
