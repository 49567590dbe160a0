/** What the server says where a test has no script of its own: it plays a policy, a judge or a labeller. */
import { messageText } from "@/domain/message";
import { playJudge } from "./play-judge";
import { playLabeller } from "./play-labeller";
import { playPolicy } from "./play-policy";
import type { CompletionRequest, ScriptedReply } from "./wire";

/** Depends on the request's messages and seed alone, so that concurrency and repetition change nothing. */
export function playScript(request: CompletionRequest): ScriptedReply {
  const words = request.messages.map(messageText).join("\n");
  if (/answer with the single word/i.test(words)) return { content: "ready" };
  if (/ruling:/i.test(words)) return playJudge(request);
  if (/equivalent|same answer|mean the same|means the same/i.test(words)) return playLabeller(request);
  return playPolicy(request);
}
