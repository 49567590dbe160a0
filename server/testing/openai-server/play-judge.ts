/** A judge that rules by the text it is shown: four in five reasonable. */
import { messageText } from "@/domain/message";
import { type CompletionRequest, hash, type ScriptedReply } from "./wire";

export function playJudge({ messages }: CompletionRequest): ScriptedReply {
  const number = hash(messages.map(messageText).join("\n"));
  const ruling = number % 5 === 0 ? "unreasonable" : "reasonable";
  const other = ruling === "reasonable" ? "unreasonable" : "reasonable";
  const why =
    ruling === "reasonable"
      ? "The step follows from the question and from what is known so far."
      : "The step does not use what is known so far.";
  // Between 0.60 and 0.99, by the same number.
  const probability = 0.6 + ((number >>> 8) % 40) / 100;
  return { content: `${why}\n\nRuling: ${ruling}`, probabilities: { [ruling]: { probability, other } } };
}
