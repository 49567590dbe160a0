/** Writes a scripted reply as the protocol has it: whole, or in pieces. Stop texts and max_tokens end it as in vLLM. */
import type { ServerResponse } from "node:http";
import { messageText } from "@/domain/message";
import { type CompletionRequest, hash, type ScriptedReply, tokenize } from "./wire";

export type Written = {
  head: { id: string; created: number; model: string };
  message: Record<string, unknown>;
  tokens: string[];
  finishReason: string;
  stopReason: string | null;
  logprobs: { content: unknown[] } | null;
  usage: { prompt_tokens: number; completion_tokens: number; total_tokens: number };
};

export function answer(response: ServerResponse, request: CompletionRequest, said: ScriptedReply, model: string) {
  const written = write(request, said, model);
  if (!request.stream) {
    response.writeHead(200, { "content-type": "application/json" }).end(wholeBody(written));
    return;
  }
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.end(`${streamEvents(written).join("")}data: [DONE]\n\n`);
}

export function write(request: CompletionRequest, said: ScriptedReply, model: string): Written {
  const { text, stopReason } = cutAtStop(said.content ?? null, request);
  const all = tokenize(text ?? "");
  const isCut = request.max_tokens != null && all.length > request.max_tokens;
  const tokens = isCut ? all.slice(0, request.max_tokens ?? 0) : all;
  const calls = (isCut ? [] : (said.toolCalls ?? [])).map((call, index) => {
    const text = typeof call.arguments === "string" ? call.arguments : JSON.stringify(call.arguments);
    const id = `call_${hash(`${call.name} ${text} ${index} ${request.messages.length}`).toString(16)}`;
    return { id, type: "function", function: { name: call.name, arguments: text } };
  });
  const prompt = Math.ceil(request.messages.reduce((sum, message) => sum + messageText(message).length, 0) / 4);
  const completion = tokens.length + calls.length * 12;
  return {
    head: { id: "chatcmpl-scripted", created: 1_760_000_000, model },
    message: {
      role: "assistant",
      content: text === null ? null : isCut ? tokens.join("") : text,
      ...(said.reasoning === undefined ? {} : { reasoning_content: said.reasoning }),
      ...(calls.length > 0 ? { tool_calls: calls } : {}),
    },
    tokens,
    finishReason: said.finishReason ?? (isCut ? "length" : calls.length > 0 ? "tool_calls" : "stop"),
    stopReason: isCut ? null : stopReason,
    logprobs: request.logprobs ? { content: tokens.map((token) => logprobOf(token, said, request)) } : null,
    usage: { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion },
  };
}

function cutAtStop(
  text: string | null,
  request: CompletionRequest,
): { text: string | null; stopReason: string | null } {
  if (text === null) return { text, stopReason: null };
  let best: { at: number; stop: string } | null = null;
  for (const stop of typeof request.stop === "string" ? [request.stop] : (request.stop ?? [])) {
    const at = text.indexOf(stop);
    if (at >= 0 && (best === null || at < best.at)) best = { at, stop };
  }
  if (best === null) return { text, stopReason: null };
  const end = request.include_stop_str_in_output === true ? best.at + best.stop.length : best.at;
  return { text: text.slice(0, end), stopReason: best.stop };
}

function logprobOf(token: string, said: ScriptedReply, request: CompletionRequest) {
  const given = said.probabilities?.[token.trim()];
  const space = token.startsWith(" ") ? " " : "";
  const logprob = Math.log(given?.probability ?? 0.9);
  const other = given
    ? { token: `${space}${given.other}`, logprob: Math.log(1 - given.probability) }
    : { token: "…", logprob: Math.log(0.1) };
  const top = [{ token, logprob }, other].sort((a, b) => b.logprob - a.logprob);
  return { token, logprob, bytes: null, top_logprobs: top.slice(0, request.top_logprobs ?? 0) };
}

export function wholeBody({ head, message, finishReason, stopReason, logprobs, usage }: Written): string {
  const choice = { index: 0, message, logprobs, finish_reason: finishReason, stop_reason: stopReason };
  return JSON.stringify({ ...head, object: "chat.completion", choices: [choice], usage });
}

/** The events of a stream, without its `[DONE]`. */
export function streamEvents({ head, message, tokens, finishReason, stopReason, logprobs, usage }: Written): string[] {
  const event = (choices: unknown[], more = {}) =>
    `data: ${JSON.stringify({ ...head, object: "chat.completion.chunk", choices, ...more })}\n\n`;
  const piece = (delta: unknown, more = {}) => event([{ index: 0, delta, finish_reason: null, ...more }]);
  const events = [piece({ role: "assistant", content: message.content === null ? null : "" })];
  if (typeof message.reasoning_content === "string")
    events.push(piece({ reasoning_content: message.reasoning_content }));
  // A few tokens an event, as a server with load does.
  for (let at = 0; at < tokens.length; at += 8)
    events.push(
      piece(
        { content: tokens.slice(at, at + 8).join("") },
        logprobs ? { logprobs: { content: logprobs.content.slice(at, at + 8) } } : {},
      ),
    );
  const calls = (message.tool_calls ?? []) as { id: string; type: string; function: Record<string, string> }[];
  for (const [
    index,
    {
      id,
      type,
      function: { name = "", arguments: text = "" },
    },
  ] of calls.entries()) {
    events.push(piece({ tool_calls: [{ index, id, type, function: { name, arguments: "" } }] }));
    const middle = Math.ceil(text.length / 2);
    for (const part of [text.slice(0, middle), text.slice(middle)])
      events.push(piece({ tool_calls: [{ index, function: { arguments: part } }] }));
  }
  events.push(event([{ index: 0, delta: {}, finish_reason: finishReason, stop_reason: stopReason }]));
  events.push(event([], { usage }));
  return events;
}
