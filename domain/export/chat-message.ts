/** A message in the fixed fields that every exported chat has, so that one column type holds all of them. */
import { argumentsText, type Message, messageText, type ToolCall } from "../message";

export type ChatToolCall = { id?: string; type: string; function: { name: string; arguments: string } };

/** Fields without a value are left out. */
export type ChatMessage = {
  role: string;
  /** Never null: a message that only calls tools has an empty text */
  content: string;
  reasoning_content?: string;
  /** `arguments` is JSON text, because the arguments of different tools have no common column type */
  tool_calls?: ChatToolCall[];
  tool_call_id?: string;
  name?: string;
  /** The message as JSON text, exactly as it came, where the fields above do not say all of it */
  original?: string;
};

const FIELDS = new Set(["role", "content", "reasoning_content", "tool_calls", "tool_call_id", "name"]);

/**
 * Writes a message in the fixed fields. What they cannot hold (further fields, content in parts, half of a surrogate
 * pair, which is no UTF-8) makes `original` appear. A missing field, null and an empty list are one.
 */
export function chatMessage(message: Message, original = () => JSON.stringify(message)): ChatMessage {
  const calls = message.tool_calls ?? [];
  const chat: ChatMessage = {
    role: message.role.toWellFormed(),
    content: messageText(message).toWellFormed(),
    ...textField("reasoning_content", message.reasoning_content),
    ...(calls.length > 0 ? { tool_calls: calls.map(chatCall) } : {}),
    ...textField("tool_call_id", message.tool_call_id),
    ...textField("name", message.name),
  };
  return holdsAll(message, chat) ? chat : { ...chat, original: original() };
}

function chatCall(call: ToolCall): ChatToolCall {
  return {
    ...textField("id", call.id),
    type: (call.type ?? "function").toWellFormed(),
    function: { name: call.function.name.toWellFormed(), arguments: argumentsText(call).toWellFormed() },
  };
}

function textField<Name extends string>(name: Name, value: string | null | undefined): { [name in Name]?: string } {
  return value === null || value === undefined ? {} : ({ [name]: value.toWellFormed() } as { [name in Name]: string });
}

function holdsAll(message: Message, chat: ChatMessage): boolean {
  if (Array.isArray(message.content) || hasOther(message, FIELDS)) return false;
  if (message.role !== chat.role || (message.content ?? "") !== chat.content) return false;
  if ([message.reasoning_content, message.tool_call_id, message.name].some(isBroken)) return false;
  return (message.tool_calls ?? []).every(
    (call) =>
      !hasOther(call, CALL_FIELDS) &&
      !hasOther(call.function, FUNCTION_FIELDS) &&
      ![call.id, call.type, call.function.name, argumentsText(call)].some(isBroken),
  );
}

const CALL_FIELDS = new Set(["id", "type", "function"]);
const FUNCTION_FIELDS = new Set(["name", "arguments"]);

const hasOther = (value: object, fields: ReadonlySet<string>) =>
  Object.entries(value).some(([name, field]) => !fields.has(name) && field !== null && field !== undefined);
const isBroken = (text: string | null | undefined) => typeof text === "string" && !text.isWellFormed();
