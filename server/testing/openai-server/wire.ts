/** Requests the test server takes, and the replies its scripts give. */
import { z } from "zod";
import { Message } from "@/domain/message";

export const CompletionRequest = z.looseObject({
  model: z.string(),
  messages: z.array(Message),
  stream: z.boolean().nullish(),
  stop: z.union([z.string(), z.array(z.string())]).nullish(),
  max_tokens: z.int().nullish(),
  seed: z.int().nullish(),
  logprobs: z.boolean().nullish(),
  top_logprobs: z.int().nullish(),
  tools: z.array(z.looseObject({ function: z.looseObject({ name: z.string() }).nullish() })).nullish(),
});
export type CompletionRequest = z.infer<typeof CompletionRequest>;

export type ScriptedReply = {
  content?: string | null;
  reasoning?: string;
  toolCalls?: { name: string; arguments: Record<string, unknown> | string }[];
  /** Default: `tool_calls` with calls, else `stop`, `length` where max_tokens cut it */
  finishReason?: string;
  /** Probability of a token in place of 0.9; the rest goes to `other` */
  probabilities?: Record<string, { probability: number; other: string }>;
};
export type Reply = (request: CompletionRequest, n: number) => ScriptedReply | Promise<ScriptedReply>;

/** Tokens of a text as the server counts them: words with the space before them, marks, line breaks. */
export function tokenize(text: string): string[] {
  return text.match(/ ?[\p{L}\p{N}_]+|\n+| ?[^\p{L}\p{N}_\s]|\s/gu) ?? [];
}

/** FNV-1a, 32 bits: a number that depends on the text alone. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}
