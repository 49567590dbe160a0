/** A reply that comes in pieces, put together. */
import { z } from "zod";
import { ChatFailure } from "@/domain/chat";
import type { Deadline } from "./deadline";
import { errorIn } from "./error-body";
import { failureFromReply } from "./failure";
import { JoinedCalls, PartialCall } from "./join-calls";
import type { Secret } from "./key";
import { boundedPieces } from "./read-body";
import { type Answer, Choice, type LogprobItem, parseJson, toAnswer, Usage } from "./reply";
import { readEvents } from "./sse";

const Text = z.string().nullish();
const Delta = z.looseObject({
  role: Text,
  content: Text,
  reasoning_content: Text,
  reasoning: Text,
  tool_calls: z.array(PartialCall).nullish(),
});
const Chunk = z.looseObject({
  model: z.string().nullish().catch(null),
  choices: z.array(Choice.extend({ index: z.int().nullish(), delta: Delta.nullish() })).nullish(),
  usage: Usage,
});
type Chunk = z.infer<typeof Chunk>;

/** After the last piece that matters, what is left to come is the end of the transfer. */
const REST_MS = 1_000;

/** Throws ChatFailure: `connection` where the stream ends before the reply does. */
export async function readStream(body: AsyncIterable<Buffer>, secret: Secret, deadline: Deadline): Promise<Answer> {
  const reply = new PartialReply();
  try {
    for await (const event of readEvents(boundedPieces(body))) {
      if (event === "[DONE]") {
        reply.isDone = true;
        deadline.shorten(REST_MS);
      } else if (!reply.isDone) {
        deadline.renew();
        reply.add(event, secret);
      }
    }
  } catch (error) {
    if (error instanceof ChatFailure || !reply.isComplete) throw error;
  }
  return reply.finish();
}

class PartialReply {
  isDone = false;
  #events = 0;
  #choices = 0;
  #role = "assistant";
  #content: string | null = null;
  #reasoning: string | null = null;
  readonly #calls = new JoinedCalls();
  #finishReason: string | null = null;
  #stopReason: string | number | null | undefined;
  #logprobs: z.infer<typeof LogprobItem>[] = [];
  #usage: Usage;
  #model: string | null = null;

  get isComplete(): boolean {
    return this.#choices > 0 && (this.isDone || this.#finishReason !== null);
  }

  add(event: string, secret: Secret): void {
    this.#events += 1;
    const body = parseJson(secret.hideIn(event));
    const error = errorIn(body);
    if (error) throw failureFromReply(error);
    const { data } = Chunk.safeParse(body);
    if (!data) throw new ChatFailure("garbled", "A piece of the streamed reply is not what the protocol says.");
    this.#model ??= data.model ?? null;
    this.#usage = data.usage ?? this.#usage;
    const choice = data.choices?.find(({ index }) => (index ?? 0) === 0);
    if (choice) this.#addChoice(choice);
  }

  #addChoice({ delta, finish_reason, stop_reason, logprobs }: NonNullable<Chunk["choices"]>[number]): void {
    this.#choices += 1;
    this.#finishReason = finish_reason ?? this.#finishReason;
    if (stop_reason !== undefined) this.#stopReason = stop_reason;
    if (logprobs?.content) this.#logprobs.push(...logprobs.content);
    if (!delta) return;
    if (delta.role) this.#role = delta.role;
    this.#content = append(this.#content, delta.content);
    this.#reasoning = append(this.#reasoning, delta.reasoning_content ?? delta.reasoning);
    for (const call of delta.tool_calls ?? []) this.#calls.add(call);
  }

  finish(): Answer {
    if (this.isDone && this.#choices === 0) throw new ChatFailure("garbled", "The streamed reply holds no choice.");
    if (!this.isComplete) {
      throw this.#events === 0
        ? new ChatFailure("garbled", "The server answered with a stream that holds nothing.")
        : new ChatFailure("connection", "The stream ended before the reply was complete.");
    }
    return toAnswer({
      message: {
        role: this.#role,
        content: this.#content,
        reasoning_content: this.#reasoning,
        tool_calls: this.#calls.calls,
      },
      choice: {
        finish_reason: this.#finishReason,
        stop_reason: this.#stopReason,
        logprobs: { content: this.#logprobs },
      },
      usage: this.#usage,
      model: this.#model,
    });
  }
}

function append(text: string | null, piece: string | null | undefined): string | null {
  return piece == null ? text : (text ?? "") + piece;
}
