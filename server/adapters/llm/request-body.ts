/** The body of a request: what was asked, then the endpoint's further fields. */
import type { ChatRequest } from "@/domain/chat";
import type { EndpointSettings } from "@/domain/endpoint";

/**
 * Only what was said is sent. A further field replaces one of the same name, and takes it out where it is null (a model
 * that wants `max_completion_tokens` instead of `max_tokens`); messages and stream stay.
 */
export function requestBody(endpoint: EndpointSettings, request: ChatRequest): Record<string, unknown> {
  const { isStreamed, extraBody } = endpoint;
  const fields: Record<string, unknown> = {
    model: endpoint.servedName,
    tools: nonEmpty(request.tools),
    stop: nonEmpty(request.stop),
    temperature: request.temperature,
    top_p: request.topP,
    top_k: request.topK,
    max_tokens: request.maxTokens,
    seed: request.seed,
    logprobs: request.topLogprobs ? true : null,
    top_logprobs: request.topLogprobs,
    stream_options: isStreamed ? { include_usage: true } : null,
    ...extraBody,
    messages: request.messages,
    stream: isStreamed,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null));
}

function nonEmpty<Item>(list: readonly Item[] | null | undefined): readonly Item[] | null {
  return list && list.length > 0 ? list : null;
}
