/** What endpoints answer, and what the studio makes of it. Lenient: servers leave out and add fields as they like. */
import { z } from "zod";
import { ChatFailure, type ChatReply, type TokenLogprob } from "@/domain/chat";
import { Message } from "@/domain/message";
import { errorIn } from "./error-body";
import { failureFromReply } from "./failure";

/** A reply, and what the server calls the model that wrote it. */
export type Answer = { reply: ChatReply; model: string | null };

/** What is more than a column holds is no count of tokens. */
const count = z.int32().nonnegative().nullish().catch(null);
export const Usage = z.looseObject({ prompt_tokens: count, completion_tokens: count }).nullish().catch(null);
export type Usage = z.infer<typeof Usage>;

const Logprob = z.looseObject({ token: z.string(), logprob: z.number() });
export const LogprobItem = Logprob.extend({ top_logprobs: z.array(Logprob).nullish() });
export const Logprobs = z
  .looseObject({ content: z.array(LogprobItem).nullish() })
  .nullish()
  .catch(null);

export const Choice = z.looseObject({
  finish_reason: z.string().nullish(),
  stop_reason: z.union([z.string(), z.number()]).nullish(),
  logprobs: Logprobs,
});
const Completion = z.looseObject({
  model: z.string().nullish().catch(null),
  choices: z.array(Choice.extend({ message: Message.extend({ role: z.string().min(1).catch("assistant") }) })).min(1),
  usage: Usage,
});

export type Parts = {
  message: Message;
  choice: z.infer<typeof Choice>;
  usage: Usage;
  model: string | null;
};

/** Reads the body of a reply that came whole. Throws ChatFailure. */
export function readWhole(text: string): Answer {
  const body = parseJson(text);
  const error = errorIn(body);
  if (error) throw failureFromReply(error);
  const { data } = Completion.safeParse(body);
  const choice = data?.choices[0];
  if (!choice) throw new ChatFailure("garbled", missingChoice(body));
  return toAnswer({ message: choice.message, choice, usage: data.usage, model: data.model ?? null });
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    if (/^\s*<(!doctype|html)/i.test(text))
      throw new ChatFailure("garbled", "The server answered with a web page: see whether the address is complete.");
    throw new ChatFailure("garbled", `The reply is no valid JSON: ${quoteStart(text)}`);
  }
}

export function toAnswer({ message, choice, usage, model }: Parts): Answer {
  return {
    model,
    reply: {
      message: tidy(message),
      finishReason: choice.finish_reason ?? null,
      // A stop token's number is the model's own end, as with no text at all.
      stopReason: typeof choice.stop_reason === "number" ? null : choice.stop_reason,
      promptTokens: usage?.prompt_tokens ?? null,
      completionTokens: usage?.completion_tokens ?? null,
      durationMs: 0,
      logprobs: toLogprobs(choice.logprobs?.content),
    },
  };
}

function toLogprobs(items: z.infer<typeof LogprobItem>[] | null | undefined): TokenLogprob[] | null {
  if (!items || items.length === 0) return null;
  return items.map(({ token, logprob, top_logprobs }) => ({
    token,
    logprob,
    top: (top_logprobs ?? []).map((one) => ({ token: one.token, logprob: one.logprob })),
  }));
}

/** Without fields that say nothing (`refusal: null`, no calls), and with the reasoning under its one name. */
function tidy({ reasoning, ...message }: Message): Message {
  if (typeof reasoning === "string" && message.reasoning_content == null) message.reasoning_content = reasoning;
  const said = Object.entries(message).filter(
    ([name, value]) => name === "content" || !(value == null || (Array.isArray(value) && value.length === 0)),
  );
  return { ...Object.fromEntries(said), role: message.role, content: message.content ?? null };
}

function missingChoice(body: unknown): string {
  const { data } = z.looseObject({ choices: z.array(z.unknown()) }).safeParse(body);
  if (!data) return "The reply is not what the protocol says: it has no list of choices.";
  return data.choices.length === 0
    ? "The reply holds no choice."
    : "The reply is not what the protocol says: its first choice has no message.";
}

function quoteStart(text: string): string {
  const start = text.trim().slice(0, 120);
  return start === "" ? "it is empty." : `it begins "${start}".`;
}
