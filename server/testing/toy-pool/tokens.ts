/** How long a message is for the simulated policy, which has no tokeniser. */
import { argumentsText, type Message, messageText } from "@/domain/message";

const TOKENS_PER_WORD = 1.3;

/** The tokens of the simulated policy: words between white space, times 1.3, rounded. Call arguments count too. */
export function countTokens(message: Message): number {
  const calls = (message.tool_calls ?? []).map((call) => `${call.function.name} ${argumentsText(call)}`);
  const words = [messageText(message), ...calls].join(" ").split(/\s+/).filter(Boolean);
  return Math.round(words.length * TOKENS_PER_WORD);
}
