/** Asks an endpoint for one short completion, with settings that need not be saved. */
import { ChatFailure, type ChatFailureKind } from "@/domain/chat";
import type { EndpointSettings } from "@/domain/endpoint";
import { messageText } from "@/domain/message";
import { ask } from "@/server/adapters/llm/complete";
import { servedModels } from "@/server/adapters/llm/served-models";

const LIMIT_MS = 15_000;
const TEXT_LENGTH = 500;
const REQUEST = {
  messages: [{ role: "user", content: "Answer with the single word: ready" }],
  maxTokens: 64,
};

export type EndpointTest =
  | {
      isWell: true;
      latencyMs: number;
      /** The reply's beginning; what it thought where it said nothing else */
      text: string;
      finishReason: string | null;
      /** What the server calls the model that answered */
      model: string | null;
    }
  | {
      isWell: false;
      kind: ChatFailureKind;
      message: string;
      /** What it could have been asked for, where it says so and does not know the model */
      served: string[];
    };

/** Never throws for an endpoint that fails: that is the answer. Takes 15 seconds at most, or the endpoint's own limit. */
export async function testEndpoint(settings: EndpointSettings): Promise<EndpointTest> {
  const endpoint = { ...settings, timeoutMs: Math.min(settings.timeoutMs, LIMIT_MS) };
  const limit = AbortSignal.timeout(LIMIT_MS);
  try {
    const { reply, model } = await ask(endpoint, REQUEST, { signal: limit });
    const text = messageText(reply.message).trim() || (reply.message.reasoning_content ?? "").trim();
    return {
      isWell: true,
      latencyMs: reply.durationMs,
      text: text.slice(0, TEXT_LENGTH),
      finishReason: reply.finishReason,
      model,
    };
  } catch (error) {
    if (error instanceof ChatFailure) {
      const served = error.status === 404 ? await servedModels(endpoint, limit) : [];
      return { isWell: false, kind: error.kind, message: error.message, served };
    }
    if (limit.aborted)
      return { isWell: false, kind: "timeout", message: "The reply was not complete within 15 s.", served: [] };
    throw error;
  }
}
