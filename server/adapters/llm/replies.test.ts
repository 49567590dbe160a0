/** Replies as servers write them, and the requests they are written to. */
import { afterEach, describe, expect, test } from "vitest";
import type { ChatReply } from "@/domain/chat";
import type { Fault } from "@/server/testing/openai-server/faults";
import { type OpenAiServer, type OpenAiServerOptions, startOpenAiServer } from "@/server/testing/openai-server/server";
import { complete } from "./complete";
import { endpointAt, NEVER, REQUEST } from "./testing";

let server: OpenAiServer | undefined;
afterEach(() => server?.close());

async function replyTo(request: Partial<typeof REQUEST>, options: OpenAiServerOptions, isStreamed: boolean) {
  server = await startOpenAiServer(options);
  return complete(endpointAt(server.url, { isStreamed }), { ...REQUEST, ...request }, { signal: NEVER });
}

/** The same request streamed and not must give the same reply. */
async function bothWays(request: Partial<typeof REQUEST>, options: OpenAiServerOptions): Promise<ChatReply> {
  const whole = { ...(await replyTo(request, options, false)), durationMs: 0 };
  await server?.close();
  const streamed = { ...(await replyTo(request, options, true)), durationMs: 0 };
  expect(streamed).toEqual(whole);
  return whole;
}

describe("the same streamed and not", () => {
  test("text, reasoning and usage", async () => {
    const said = { content: "Two and two – that is four. 🙂\n<answer>4</answer>", reasoning: "Hm, 2 + 2." };
    const reply = await bothWays({}, { reply: () => said });
    expect(reply).toMatchObject({
      message: { role: "assistant", content: said.content, reasoning_content: said.reasoning },
      finishReason: "stop",
      stopReason: null,
      logprobs: null,
    });
    expect(reply.message).not.toHaveProperty("tool_calls");
    expect(reply.completionTokens).toBeGreaterThan(5);
    expect(reply.promptTokens).toBeGreaterThan(0);
  });

  test("a stop text", async () => {
    const reply = await bothWays(
      { stop: ["</math_exp>", "</answer>"] },
      { reply: () => ({ content: "I add.\n<math_exp>2+2</math_exp> and more" }) },
    );
    expect(reply).toMatchObject({ message: { content: "I add.\n<math_exp>2+2" }, stopReason: "</math_exp>" });
  });

  test("the token limit", async () => {
    const reply = await bothWays({ maxTokens: 3 }, { reply: () => ({ content: "one two three four five" }) });
    expect(reply).toMatchObject({ message: { content: "one two three" }, finishReason: "length", completionTokens: 3 });
  });

  test("several tool calls", async () => {
    const toolCalls = [
      { name: "calculator", arguments: { expression: "2 + 2" } },
      { name: "search", arguments: { query: "four" } },
    ];
    const reply = await bothWays({}, { reply: () => ({ content: null, toolCalls }) });
    expect(reply.finishReason).toBe("tool_calls");
    expect(reply.message.content).toBeNull();
    expect(reply.message.tool_calls).toEqual(
      toolCalls.map((call) => ({
        id: expect.stringMatching(/^call_/),
        type: "function",
        function: { name: call.name, arguments: JSON.stringify(call.arguments) },
      })),
    );
  });

  test("log-probabilities", async () => {
    const reply = await bothWays(
      { topLogprobs: 2 },
      {
        reply: () => ({
          content: "Ruling: reasonable",
          probabilities: { reasonable: { probability: 0.75, other: "unreasonable" } },
        }),
      },
    );
    const ruling = reply.logprobs?.at(-1);
    expect(ruling?.token).toBe(" reasonable");
    expect(Math.exp(ruling?.logprob ?? 0)).toBeCloseTo(0.75);
    expect(ruling?.top.map(({ token }) => token)).toEqual([" reasonable", " unreasonable"]);
  });
});

describe("servers with ways of their own", () => {
  const raw = (body: string, type = "application/json"): OpenAiServerOptions => ({
    faults: (): Fault => ({ kind: "raw", body, headers: { "content-type": type } }),
  });
  const choice = (more: object) => JSON.stringify({ choices: [{ message: { content: "4", ...more } }] });
  const events = (...deltas: object[]) =>
    [...deltas.map((delta) => `data: ${JSON.stringify({ choices: [{ delta }] })}`), "data: [DONE]"].join("\r\n\r\n");

  test("no role, usage or finish reason", async () => {
    expect(await replyTo({}, raw(choice({})), false)).toMatchObject({
      message: { role: "assistant", content: "4" },
      finishReason: null,
      stopReason: undefined,
      promptTokens: null,
      completionTokens: null,
    });
  });

  test("counts of tokens that no column holds are none", async () => {
    const body = { choices: [{ message: { content: "4" } }], usage: { prompt_tokens: 3e9, completion_tokens: 5 } };
    expect(await replyTo({}, raw(JSON.stringify(body)), false)).toMatchObject({
      promptTokens: null,
      completionTokens: 5,
    });
  });

  test("fields that say nothing go, unknown ones stay", async () => {
    const reply = await replyTo(
      {},
      raw(choice({ refusal: null, tool_calls: [], annotations: [], mood: "calm" })),
      false,
    );
    expect(reply.message).toEqual({ role: "assistant", content: "4", mood: "calm" });
  });

  test("`reasoning` is reasoning_content", async () => {
    const reply = await replyTo({}, raw(choice({ reasoning: "Hm." })), false);
    expect(reply.message).toEqual({ role: "assistant", content: "4", reasoning_content: "Hm." });
  });

  test("a whole reply where a stream was asked for", async () => {
    expect((await replyTo({}, raw(choice({})), true)).message.content).toBe("4");
  });

  test("comments, CRLF and no last empty line in a stream", async () => {
    const body = `: waiting\r\n\r\n${events({ content: "4" }, { content: "2" })}`;
    expect((await replyTo({}, raw(body, "text/event-stream"), true)).message.content).toBe("42");
  });

  test("whole calls all at index 0, or without one", async () => {
    const call = (id: string, index?: number) => ({ index, id, function: { name: id, arguments: { of: id } } });
    for (const index of [0, undefined]) {
      const body = events({ tool_calls: [call("a", index)] }, { tool_calls: [call("b", index)] });
      const reply = await replyTo({}, raw(body, "text/event-stream"), true);
      expect(reply.message.tool_calls?.map((one) => one.function)).toEqual([
        { name: "a", arguments: '{"of":"a"}' },
        { name: "b", arguments: '{"of":"b"}' },
      ]);
      await server?.close();
    }
  });
});

describe("what is asked", () => {
  test("only what was said, and top_k by its own name", async () => {
    await replyTo({ temperature: 0.5, topK: 40, seed: 7, stop: [] }, {}, false);
    expect(server?.requests[0]?.body).toEqual({
      model: "scripted",
      messages: REQUEST.messages,
      stream: false,
      temperature: 0.5,
      top_k: 40,
      seed: 7,
    });
  });

  test("further fields come last, but leave messages and stream alone", async () => {
    server = await startOpenAiServer();
    const extraBody = { max_tokens: null, max_completion_tokens: 5, top_p: 0.8, messages: [], stream: true };
    await complete(endpointAt(server.url, { extraBody }), { ...REQUEST, maxTokens: 9, topP: 1 }, { signal: NEVER });
    expect(server.requests[0]?.body).toEqual({
      model: "scripted",
      messages: REQUEST.messages,
      stream: false,
      max_completion_tokens: 5,
      top_p: 0.8,
    });
  });

  test("never more connections than twice the requests that the endpoint may have at once", async () => {
    // Long enough for all that may be under way to be, on a busy machine, too.
    server = await startOpenAiServer({ latencyMs: 100 });
    const endpoint = endpointAt(server.url, { maxConcurrency: 3 });
    await Promise.all(Array.from({ length: 20 }, () => complete(endpoint, REQUEST, { signal: NEVER })));
    expect(server.stats).toMatchObject({ count: 20, inFlight: 0, maxInFlight: 6 });
  });
});
