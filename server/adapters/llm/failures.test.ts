/** Every way in which a real server can fail a request, streamed and not, by the kind of failure it comes out as. */
import { afterEach, describe, expect, test } from "vitest";
import { ChatFailure, type ChatFailureKind } from "@/domain/chat";
import type { Fault } from "@/server/testing/openai-server/faults";
import { type OpenAiServer, startOpenAiServer } from "@/server/testing/openai-server/server";
import { complete } from "./complete";
import { endpointAt, NEVER, REQUEST } from "./testing";

let server: OpenAiServer | undefined;
afterEach(() => server?.close());

async function failWith(fault: Fault, settings: Parameters<typeof endpointAt>[1], key?: string): Promise<ChatFailure> {
  server = await startOpenAiServer({ faults: () => fault });
  const asked = complete(endpointAt(server.url, settings), REQUEST, { signal: NEVER, key });
  const failure = await asked.then(
    (reply) => expect.fail(`a reply came: ${JSON.stringify(reply)}`),
    (error: unknown) => error,
  );
  if (!(failure instanceof ChatFailure)) throw failure;
  return failure;
}

type Case = [name: string, fault: Fault, kind: ChatFailureKind, message: RegExp];
const raw = (status: number, body: unknown, headers?: Record<string, string>): Fault => ({
  kind: "raw",
  status,
  headers,
  body: typeof body === "string" ? body : JSON.stringify(body),
});

const CASES: Case[] = [
  ["429", { kind: "rate-limit" }, "rate-limited", /429: Too many requests/],
  ["500", { kind: "server-error" }, "server-error", /500: The engine is not well/],
  ["503 with a page", raw(503, "<html>Bad gateway</html>"), "server-error", /503 and did not say why/],
  ["hang", { kind: "hang" }, "timeout", /within 0\.3 s/],
  ["408", raw(408, "too slow"), "timeout", /408: too slow/],
  ["half a reply", { kind: "half" }, "connection", /closed the connection/],
  ["reset", { kind: "reset" }, "connection", /closed the connection/],
  ["invalid JSON", { kind: "invalid-json" }, "garbled", /no valid JSON: it begins/],
  ["a page", { kind: "html" }, "garbled", /page|holds nothing/],
  ["no choices", { kind: "empty-choices" }, "garbled", /no choice/],
  ["nothing at all", raw(200, ""), "garbled", /empty|holds nothing/],
  ["a choice without a message", raw(200, { choices: [{}] }), "garbled", /has no message/],
  ["400", { kind: "refused" }, "refused", /400: This request is not acceptable/],
  ["422 of FastAPI", raw(422, { detail: [{ loc: ["body", "seed"], msg: "no int" }] }), "refused", /body\.seed: no int/],
  ["overflow", { kind: "context-overflow" }, "context-overflow", /maximum context length is 4096/],
  ["401", { kind: "unauthorized" }, "misconfigured", /401: Incorrect/],
  ["403", raw(403, { error: "forbidden" }), "misconfigured", /403: forbidden/],
  ["404", { kind: "no-model" }, "misconfigured", /does not exist/],
  ["redirect", raw(307, "", { location: "http://elsewhere/v1" }), "misconfigured", /found at http:\/\/elsewhere\/v1/],
  ["an error in 200", raw(200, { error: { message: "upstream is busy", code: 429 } }), "rate-limited", /busy/],
];

describe.each([
  ["whole", false],
  ["streamed", true],
])("%s", (_, isStreamed) => {
  test.each(CASES)("%s", async (_, fault, kind, message) => {
    const failure = await failWith(fault, { isStreamed, timeoutMs: kind === "timeout" ? 300 : 10_000 });
    expect(failure).toMatchObject({ kind, message: expect.stringMatching(message) });
  });

  test("a server that is not there", async () => {
    const gone = await startOpenAiServer();
    await gone.close();
    await expect(complete(endpointAt(gone.url, { isStreamed }), REQUEST, { signal: NEVER })).rejects.toMatchObject({
      kind: "connection",
      message: expect.stringContaining("nothing listens there"),
    });
  });

  test("a server that goes down and comes back", async () => {
    const down = (n: number): Fault | null => (n === 0 ? { kind: "down", milliseconds: 100 } : null);
    server = await startOpenAiServer({ faults: down });
    const endpoint = endpointAt(server.url, { isStreamed });
    await expect(complete(endpoint, REQUEST, { signal: NEVER })).rejects.toMatchObject({ kind: "connection" });
    await expect
      .poll(() => complete(endpoint, REQUEST, { signal: NEVER }).then((reply) => reply.finishReason, String))
      .toBe("stop");
  });

  test("a caller that gives up", async () => {
    server = await startOpenAiServer({ faults: () => ({ kind: "hang" }) });
    const caller = new AbortController();
    const asked = complete(endpointAt(server.url, { isStreamed }), REQUEST, { signal: caller.signal });
    await expect.poll(() => server?.stats.inFlight).toBe(1);
    const reason = new Error("paused");
    caller.abort(reason);
    await expect(asked).rejects.toBe(reason);
    await expect.poll(() => server?.stats.inFlight).toBe(0);
  });
});

test("a stream that ends in order, but before the reply does", async () => {
  const failure = await failWith({ kind: "cut" }, { isStreamed: true });
  expect(failure).toMatchObject({ kind: "connection", message: "The stream ended before the reply was complete." });
});

test("an error in the middle of a stream", async () => {
  const body = 'data: {"error":{"message":"The input (9000 tokens) is longer than the model\'s context length."}}\n\n';
  const fault = raw(200, body, { "content-type": "text/event-stream" });
  expect(await failWith(fault, { isStreamed: true })).toMatchObject({ kind: "context-overflow" });
});

describe("Retry-After", () => {
  test.each([
    ["seconds", { "retry-after": "7" }, 7_000],
    ["a part of a second", { "retry-after": "0.5" }, 500],
    ["milliseconds", { "retry-after": "7", "retry-after-ms": "120" }, 120],
    ["nothing that can be read", { "retry-after": "soon" }, null],
  ])("in %s", async (_, headers, expected) => {
    const failure = await failWith(raw(429, "", headers), {});
    expect(failure).toMatchObject({ kind: "rate-limited", status: 429, retryAfterMs: expected });
  });

  test("as a date", async () => {
    const failure = await failWith(raw(503, "", { "retry-after": new Date(Date.now() + 60_000).toUTCString() }), {});
    expect(failure.retryAfterMs).toBeGreaterThan(50_000);
    expect(failure.retryAfterMs).toBeLessThanOrEqual(60_000);
  });
});

describe("keys", () => {
  const KEY = "sk-4f9a1c77e02b";

  test("never show in a message", async () => {
    const failure = await failWith({ kind: "unauthorized", message: `Wrong: Bearer ${KEY}` }, {}, KEY);
    expect(failure.message).toBe("The server answered 401: Wrong: Bearer [key]");
    expect(server?.requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
  });

  test("are not cut in half where the message is cut", async () => {
    const failure = await failWith({ kind: "unauthorized", message: `${"x".repeat(490)} ${KEY}` }, {}, KEY);
    expect(failure.message).not.toContain("sk-4");
  });

  test("never come back in a reply", async () => {
    server = await startOpenAiServer({ reply: () => ({ content: `I was called with ${KEY}.` }) });
    for (const isStreamed of [false, true]) {
      const reply = await complete(endpointAt(server.url, { isStreamed }), REQUEST, { signal: NEVER, key: KEY });
      expect(JSON.stringify(reply)).not.toContain(KEY);
    }
  });

  test("never come back in pieces, or in another spelling", async () => {
    const piece = (content: string, end: string | null) =>
      `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: end }] })}\n\n`;
    const half = KEY.length / 2;
    const whole = { choices: [{ message: { role: "assistant", content: KEY }, finish_reason: "stop" }] };
    const bodies = [
      `${piece(KEY.slice(0, half), null)}${piece(KEY.slice(half), "stop")}data: [DONE]\n\n`,
      JSON.stringify(whole).replace("sk-", "\\u0073k-"),
    ];
    for (const [at, body] of bodies.entries()) {
      const isStreamed = at === 0;
      const type = isStreamed ? "text/event-stream" : "application/json";
      server = await startOpenAiServer({ faults: () => raw(200, body, { "content-type": type }) });
      const endpoint = endpointAt(server.url, { isStreamed });
      const { message } = await complete(endpoint, REQUEST, { signal: NEVER, key: KEY });
      expect(message.content).toBe("[key]");
      await server.close();
    }
  });

  test("are asked for by name where they are missing", async () => {
    server = await startOpenAiServer();
    const endpoint = endpointAt(server.url, { keyVariable: "SWIRL_TEST_NO_SUCH_KEY" });
    await expect(complete(endpoint, REQUEST, { signal: NEVER })).rejects.toMatchObject({
      kind: "misconfigured",
      message: expect.stringContaining("SWIRL_TEST_NO_SUCH_KEY is not set"),
    });
    expect(server.stats.count).toBe(0);
  });
});

test("a long error is cut to a sentence", async () => {
  const failure = await failWith({ kind: "refused", message: "much too long ".repeat(1_000) }, {});
  expect(failure.message.length).toBeLessThan(540);
  expect(failure.message).toMatch(/…$/);
});
