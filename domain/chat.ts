/** One completion asked of an endpoint, and what can come of it. */
import { z } from "zod";
import { Message } from "./message";

export const ChatRequest = z.object({
  messages: z.array(Message),
  /** Tool schemas, for native calls */
  tools: z.array(z.unknown()).nullish(),
  /** Texts that end the reply; servers leave them out of it unless told otherwise */
  stop: z.array(z.string()).nullish(),
  temperature: z.number().nullish(),
  topP: z.number().nullish(),
  topK: z.int().nullish(),
  maxTokens: z.int().nullish(),
  seed: z.int().nullish(),
  /** Log-probabilities of this many best tokens at each place; null for none */
  topLogprobs: z.int().min(1).max(20).nullish(),
});
export type ChatRequest = z.infer<typeof ChatRequest>;

/** A token of a reply with its natural log-probability, and the likeliest tokens at its place (itself included). */
export type TokenLogprob = { token: string; logprob: number; top: { token: string; logprob: number }[] };

export type ChatReply = {
  /** The assistant message as it came */
  message: Message;
  /** stop, length, tool_calls, content_filter, … as the endpoint says it */
  finishReason: string | null;
  /** The stop text that ended it, where the endpoint says so (vLLM); null: ended by itself; undefined: not said */
  stopReason: string | null | undefined;
  promptTokens: number | null;
  completionTokens: number | null;
  /** Milliseconds from sending the request that succeeded to its last byte */
  durationMs: number;
  logprobs: TokenLogprob[] | null;
};

/**
 * Why a completion failed.
 * `rate-limited` 429; `server-error` 5xx; `timeout` nothing in time; `connection` refused, reset, half a stream;
 * `garbled` not what the protocol says (invalid JSON, no choices);
 * `refused` another 4xx: about this request; `context-overflow` the request was too long;
 * `misconfigured` about every request: no such model or address (404), no or a wrong key (401, 403).
 */
export const ChatFailureKind = z.enum([
  "rate-limited",
  "server-error",
  "timeout",
  "connection",
  "garbled",
  "refused",
  "context-overflow",
  "misconfigured",
]);
export type ChatFailureKind = z.infer<typeof ChatFailureKind>;

/** A failed completion. The message is for people: what happened and, where it is known, what the server said. */
export class ChatFailure extends Error {
  readonly kind: ChatFailureKind;
  readonly status: number | null;
  /** Milliseconds the server asked to wait (Retry-After) */
  readonly retryAfterMs: number | null;

  constructor(
    kind: ChatFailureKind,
    message: string,
    {
      status = null,
      retryAfterMs = null,
      cause,
    }: { status?: number | null; retryAfterMs?: number | null; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.name = "ChatFailure";
    this.kind = kind;
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Whether the same request may succeed later. */
export function isPassing(kind: ChatFailureKind): boolean {
  return kind !== "refused" && kind !== "context-overflow" && kind !== "misconfigured";
}
