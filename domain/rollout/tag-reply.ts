/** Reads a reply whose calls and answer are tags in its text. */
import type { ChatReply } from "../chat";
import { actionOf } from "./action-of";
import type { ToolName } from "./settings";
import { endText, opensTag, type TaggedText } from "./tags";
import type { Said } from "./turn";

export function readTagReply(tools: readonly ToolName[], reply: ChatReply) {
  const { text, action } = actionOf(reply.message);
  // No tools were offered to the protocol, so a call by it calls nothing.
  if (action.tool_calls) return { said: end("malformed-call"), action };
  const ended = endText(text, tools, reply);
  return ended
    ? { said: meaningOf(ended), action: { ...action, content: ended.text } }
    : { said: end(openEnd(text, reply)), action };
}

function meaningOf({ ending, inside }: TaggedText): Said {
  if (ending === "answer")
    return inside ? { kind: "end", endState: "answered", finalAnswer: inside } : end("no-answer");
  return inside === null ? end("malformed-call") : { kind: "call", calls: [{ tool: ending, input: inside, id: null }] };
}

/** What a text is that no tag ended. */
function openEnd(text: string, { finishReason }: ChatReply) {
  if (finishReason === "length") return "truncated";
  if (text.trim() === "") return "empty-reply";
  return opensTag(text) ? "malformed-call" : "no-answer";
}

const end = (endState: Extract<Said, { kind: "end" }>["endState"]): Said => ({
  kind: "end",
  endState,
  finalAnswer: null,
});
