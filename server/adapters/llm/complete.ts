/** One completion of an OpenAI-compatible endpoint, streamed or whole. It never repeats a request: that is its caller's. */
import { performance } from "node:perf_hooks";
import type { Dispatcher } from "undici";
import { ChatFailure, type ChatReply, type ChatRequest } from "@/domain/chat";
import type { EndpointSettings } from "@/domain/endpoint";
import { brokenConnection } from "./broken-connection";
import { Deadline } from "./deadline";
import { failureOf } from "./failure";
import { Secret } from "./key";
import { poolOf } from "./pools";
import { readBody } from "./read-body";
import { readStream } from "./read-stream";
import type { Answer } from "./reply";
import { readWhole } from "./reply";
import { requestBody } from "./request-body";

export type Asked = {
  signal: AbortSignal;
  /** In place of the environment variable that the endpoint names */
  key?: string;
};

/** Throws ChatFailure, or the signal's reason. */
export async function complete(endpoint: EndpointSettings, request: ChatRequest, asked: Asked): Promise<ChatReply> {
  return (await ask(endpoint, request, asked)).reply;
}

/** As `complete`; also says what the server calls the model that answered. */
export async function ask(
  endpoint: EndpointSettings,
  request: ChatRequest,
  { signal, key }: Asked,
): Promise<Answer & { reply: ChatReply }> {
  signal.throwIfAborted();
  const secret = Secret.of(endpoint, key);
  const body = JSON.stringify(requestBody(endpoint, request));
  const deadline = new Deadline(endpoint, signal);
  const started = performance.now();
  try {
    const { origin, pathname } = new URL(endpoint.baseUrl);
    const response = await poolOf(origin, endpoint.maxConcurrency).request({
      method: "POST",
      path: `${pathname === "/" ? "" : pathname}/chat/completions`,
      headers: secret.headers(),
      body,
      signal: deadline.signal,
    });
    const answer = await read(endpoint, response, secret, deadline);
    const message = secret.hideInAll(answer.reply.message);
    return { ...answer, reply: { ...answer.reply, message, durationMs: Math.round(performance.now() - started) } };
  } catch (error) {
    throw explain(error, endpoint, signal, deadline, secret);
  } finally {
    deadline.end();
  }
}

async function read(
  endpoint: EndpointSettings,
  { statusCode, headers, body }: Dispatcher.ResponseData,
  secret: Secret,
  deadline: Deadline,
): Promise<Answer> {
  if (statusCode < 200 || statusCode > 299) throw failureOf(statusCode, headers, secret.cutFrom(await readBody(body)));
  // Some servers answer a request for a stream with the whole.
  const isStream = endpoint.isStreamed && !String(headers["content-type"] ?? "").includes("application/json");
  return isStream ? readStream(body, secret, deadline) : readWhole(secret.hideIn(await readBody(body)));
}

function explain(error: unknown, endpoint: EndpointSettings, signal: AbortSignal, deadline: Deadline, secret: Secret) {
  if (signal.aborted) return signal.reason;
  if (deadline.hasPassed) return deadline.failure();
  const failure = error instanceof ChatFailure ? error : brokenConnection(error, endpoint);
  if (!(failure instanceof ChatFailure)) return failure;
  const message = secret.cutFrom(failure.message);
  return message === failure.message
    ? failure
    : new ChatFailure(failure.kind, message, { status: failure.status, retryAfterMs: failure.retryAfterMs });
}
