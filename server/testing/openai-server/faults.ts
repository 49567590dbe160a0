/** What can go wrong with a completion, as real servers and networks do it. */
import type { ServerResponse } from "node:http";
import { streamEvents, wholeBody, write } from "./answer";
import type { CompletionRequest, ScriptedReply } from "./wire";

export type Fault =
  /** 429, with Retry-After in seconds where given, or any text such as a date */
  | { kind: "rate-limit"; retryAfter?: number | string }
  | { kind: "server-error"; status?: number }
  /** Never answers; a stream stops after its first pieces */
  | { kind: "hang" }
  /** Half a stream, or half a body, then the end of the connection */
  | { kind: "half" }
  /** A stream that ends in order, but without a finish_reason or [DONE]; a whole reply of half its bytes */
  | { kind: "cut" }
  | { kind: "reset" }
  | { kind: "invalid-json" }
  | { kind: "html" }
  | { kind: "empty-choices" }
  | { kind: "refused"; message?: string }
  | { kind: "context-overflow" }
  | { kind: "unauthorized"; message?: string }
  | { kind: "no-model" }
  /** The socket closes, and nothing listens for so long */
  | { kind: "down"; milliseconds: number }
  /** Any response at all */
  | { kind: "raw"; status?: number; headers?: Record<string, string>; body: string };

type Play = {
  body: CompletionRequest;
  said: ScriptedReply;
  model: string;
  goDown: (milliseconds: number) => void;
};

export function playFault(fault: Fault, response: ServerResponse, play: Play) {
  const error = (status: number, message: string, more: object = {}, headers: Record<string, string> = {}) =>
    send(response, status, JSON.stringify({ error: { message, ...more } }), headers);
  switch (fault.kind) {
    case "rate-limit": {
      const headers: Record<string, string> =
        fault.retryAfter === undefined ? {} : { "retry-after": String(fault.retryAfter) };
      return error(429, "Too many requests.", { type: "rate_limit_error" }, headers);
    }
    case "server-error":
      return error(fault.status ?? 500, "The engine is not well.", { type: "server_error" });
    case "hang":
      if (play.body.stream) begin(response, play, 2);
      return;
    case "half":
      begin(response, play);
      setTimeout(() => response.destroy(), 5);
      return;
    case "cut":
      begin(response, play, undefined, true);
      return;
    case "reset":
      response.socket?.resetAndDestroy();
      return;
    case "invalid-json":
      if (play.body.stream) return stream(response, 'data: {"choices": [\n\ndata: [DONE]\n\n');
      return send(response, 200, '{"choices": [');
    case "html":
      return send(response, 200, "<!doctype html><title>A proxy</title>", { "content-type": "text/html" });
    case "empty-choices":
      if (play.body.stream) return stream(response, 'data: {"choices": []}\n\ndata: [DONE]\n\n');
      return send(response, 200, JSON.stringify({ choices: [] }));
    case "refused":
      return error(400, fault.message ?? "This request is not acceptable.", { code: "invalid_request" });
    case "context-overflow":
      return error(400, "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens.", {
        code: "context_length_exceeded",
      });
    case "unauthorized":
      return error(401, fault.message ?? "Incorrect API key provided.", { code: "invalid_api_key" });
    case "no-model":
      return error(404, `The model "${play.body.model}" does not exist.`, { code: 404 });
    case "down":
      response.socket?.resetAndDestroy();
      return play.goDown(fault.milliseconds);
    case "raw":
      return send(response, fault.status ?? 200, fault.body, fault.headers);
  }
}

function send(response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}) {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
}

function stream(response: ServerResponse, text: string) {
  response.writeHead(200, { "content-type": "text/event-stream" }).end(text);
}

/** The first half of the reply, or its first events; `ends`: the response then ends in order. */
function begin(response: ServerResponse, { body, said, model }: Play, events?: number, ends = false): void {
  const written = write(body, said, model);
  let text: string;
  if (body.stream) {
    const all = streamEvents(written);
    text = all.slice(0, events ?? Math.max(1, Math.min(all.length - 2, Math.ceil(all.length / 2)))).join("");
    response.writeHead(200, { "content-type": "text/event-stream" });
  } else {
    const whole = wholeBody(written);
    text = whole.slice(0, whole.length / 2);
    response.writeHead(200, {
      "content-type": "application/json",
      ...(ends ? {} : { "content-length": String(Buffer.byteLength(whole)) }),
    });
  }
  if (ends) response.end(text);
  else response.write(text);
}
