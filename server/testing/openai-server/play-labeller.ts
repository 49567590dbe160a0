/** A labeller that says by the text it is shown whether two answers mean the same. */
import { messageText } from "@/domain/message";
import { type CompletionRequest, hash, type ScriptedReply } from "./wire";

export function playLabeller({ messages }: CompletionRequest): ScriptedReply {
  const isSame = hash(messages.map(messageText).join("\n")) % 3 !== 0;
  return { content: `Both were compared word by word.\n\nEquivalent: ${isSame ? "yes" : "no"}` };
}
