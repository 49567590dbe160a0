/** What is asked of the endpoint: the messages before the first action, and the request of each step. */
import type { ChatRequest } from "../chat";
import type { Message } from "../message";
import type { RolloutSettings } from "./settings";
import { closingTag, endingsOf } from "./tags";
import { TOOL_SCHEMAS } from "./tool-schemas";

/** The system prompt, where there is one, and the question. */
export function firstContext(settings: Pick<RolloutSettings, "systemPrompt">, question: string): Message[] {
  const user = { role: "user", content: question };
  return settings.systemPrompt.trim() === "" ? [user] : [{ role: "system", content: settings.systemPrompt }, user];
}

/** The tools that the model is told of by the protocol itself; null where tags in the text call them. */
export function offeredSchemas({ protocol, tools }: Pick<RolloutSettings, "protocol" | "tools">): unknown[] | null {
  return protocol === "native" && tools.length > 0 ? tools.map((tool) => TOOL_SCHEMAS[tool]) : null;
}

/** `context` is sent as it is: prompt, earlier actions and observations as they are stored. */
export function chatRequest(settings: RolloutSettings, context: Message[], seed: number): ChatRequest {
  const { protocol, tools, temperature, topP, topK, maxTokens } = settings;
  return {
    messages: context,
    tools: offeredSchemas(settings),
    // A reply is to end with its first call or answer, so that nothing is made up after it.
    stop: protocol === "tags" ? endingsOf(tools).map(closingTag) : null,
    temperature,
    topP,
    topK,
    maxTokens,
    seed,
  };
}
