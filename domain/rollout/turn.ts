/** What one reply of the model means for its trajectory: tools to run, or its end. */
import type { ChatReply } from "../chat";
import type { EndState } from "../end-state";
import type { Message } from "../message";
import { readNativeReply } from "./native-reply";
import type { RolloutSettings, ToolName } from "./settings";
import { readTagReply } from "./tag-reply";
import { isUpToTag } from "./tags";

/** One call of a tool, ready to run. */
export type ToolUse = {
  tool: ToolName;
  /** The query or expression */
  input: string;
  /** The call's id in the protocol's own calls; null in tags */
  id: string | null;
};

/** What a reply says, before the limits of the run are looked at. */
export type Said = { kind: "call"; calls: ToolUse[] } | { kind: "end"; endState: EndState; finalAnswer: string | null };

export type Turn = Said & {
  /** What is kept and sent again: role, content, reasoning_content, tool_calls and nothing else */
  action: Message;
  /** The message as it came, where the action differs from it in more than the closing tag that a server left out */
  raw: Message | null;
};

/** The part of the settings that decides what a reply means. */
export type TurnSettings = Pick<RolloutSettings, "protocol" | "tools" | "stepLimit" | "sameCallLimit">;

/** `history` holds the calls of each earlier action. */
export function readReply(settings: TurnSettings, reply: ChatReply, history: readonly ToolUse[][]): Turn {
  const read = settings.protocol === "tags" ? readTagReply : readNativeReply;
  const { said, action } = read(settings.tools, reply, history.length);
  const raw = isAllOf(action, reply.message) ? null : reply.message;
  if (said.kind === "end") return { ...said, action, raw };
  const endState = limitReached(settings, said.calls, history);
  return endState === null ? { ...said, action, raw } : { kind: "end", endState, finalAnswer: null, action, raw };
}

function limitReached(settings: TurnSettings, calls: ToolUse[], history: readonly ToolUse[][]): EndState | null {
  const times = new Map<string, number>();
  for (const call of [...history.flat(), ...calls]) times.set(nameOf(call), (times.get(nameOf(call)) ?? 0) + 1);
  if (calls.some((call) => (times.get(nameOf(call)) ?? 0) > settings.sameCallLimit)) return "repeated-call";
  return history.length + 1 >= settings.stepLimit ? "step-limit" : null;
}

/** Equal for calls that ask the same, whatever their spacing and, in a query, their case. */
function nameOf({ tool, input }: ToolUse): string {
  return tool === "search"
    ? `search ${input.trim().toLowerCase().replace(/\s+/g, " ")}`
    : `calculator ${input.replace(/\s+/g, "")}`;
}

/** Whether nothing that the message says is missing from the action or other there. A closing tag may have been put back. */
function isAllOf(action: Message, message: Message): boolean {
  return Object.entries(message).every(([field, value]) => {
    const isEmpty =
      value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
    if (isEmpty && !action[field]) return true;
    if (field === "content" && typeof value === "string") return isUpToTag(value, action.content);
    return JSON.stringify(value) === JSON.stringify(action[field]);
  });
}
