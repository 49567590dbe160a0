/** Reads a reply of the protocol's own tool calls. An action without calls is the final answer. */
import { z } from "zod";
import { readAction } from "../action";
import type { ChatReply } from "../chat";
import type { ToolCall } from "../message";
import { actionOf } from "./action-of";
import { ToolName } from "./settings";
import { TOOL_ARGUMENT } from "./tool-schemas";
import type { Said, ToolUse } from "./turn";

/** `step` counts earlier actions: calls without an id of their own are numbered by it. */
export function readNativeReply(tools: readonly ToolName[], reply: ChatReply, step: number) {
  const { text, action } = actionOf(reply.message);
  if (action.tool_calls) {
    const calls = withIds(action.tool_calls, step);
    const uses = calls.map((call) => useOf(call, tools));
    const said: Said = uses.every((use) => use !== null)
      ? { kind: "call", calls: uses }
      : end(reply.finishReason === "length" ? "truncated" : "malformed-call");
    return { said, action: { ...action, tool_calls: calls } };
  }
  const { answer } = readAction(action);
  if (answer) return { said: answered(answer), action };
  if (reply.finishReason === "length") return { said: end("truncated"), action };
  if (text.trim() === "") return { said: end("empty-reply"), action };
  if (answer !== null) return { said: end("no-answer"), action };
  if (hasOpenCall(text)) return { said: end("malformed-call"), action };
  const spoken = withoutThought(text);
  return { said: spoken === "" ? end("no-answer") : answered(spoken), action };
}

/** Ids of nine letters and digits, the only form that every chat template takes. */
function withIds(calls: readonly ToolCall[], step: number): ToolCall[] {
  const taken = new Set<string>();
  return calls.map((call, index) => {
    const given = call.id?.trim() ? call.id : null;
    const id = given !== null && !taken.has(given) ? given : `call${digits(step, 3)}${digits(index, 2)}`;
    taken.add(id);
    return { ...call, id };
  });
}

const digits = (number: number, width: number) => number.toString(36).padStart(width, "0");

/** The call, ready to run; null where it cannot be. */
function useOf(call: ToolCall, tools: readonly ToolName[]): ToolUse | null {
  const { data: tool } = ToolName.safeParse(call.function.name);
  if (!tool || !tools.includes(tool)) return null;
  const input = argumentsOf(String(call.function.arguments))?.[TOOL_ARGUMENT[tool]];
  return typeof input === "string" ? { tool, input: input.trim(), id: call.id ?? null } : null;
}

function argumentsOf(json: string): Record<string, unknown> | null {
  try {
    return z.record(z.string(), z.unknown()).safeParse(JSON.parse(json)).data ?? null;
  } catch {
    return null;
  }
}

/** A call that the server did not recognise, or an answer that was never closed. */
const hasOpenCall = (text: string) => /<tool_call>|\[TOOL_CALLS\]|<answer>/.test(text);

/** What follows the thought, where the server leaves that in the content. */
function withoutThought(text: string): string {
  const closed = text.lastIndexOf("</think>");
  return (closed < 0 ? text : text.slice(closed + "</think>".length)).trim();
}

const answered = (finalAnswer: string): Said => ({ kind: "end", endState: "answered", finalAnswer });
const end = (endState: Extract<Said, { kind: "end" }>["endState"]): Said => ({
  kind: "end",
  endState,
  finalAnswer: null,
});
