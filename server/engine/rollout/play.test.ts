/** The loop of one trajectory, with replies made up at the engine's edge. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { ChatFailure, type ChatReply, type ChatRequest } from "@/domain/chat";
import { EndState } from "@/domain/end-state";
import { RolloutSettings } from "@/domain/rollout/settings";
import { decompose } from "@/domain/trajectory";
import { play } from "./play";

const piece = { questionId: 7, key: "q", text: "How many?", sample: 2 };
const settingsOf = (more: Partial<RolloutSettings>) =>
  RolloutSettings.parse({ systemPrompt: "Think.", stepLimit: 4, tools: ["calculator"], ...more });

const whole = (message: Partial<ChatReply["message"]>, finishReason = "stop"): ChatReply => ({
  message: { role: "assistant", content: null, ...message },
  finishReason,
  stopReason: undefined,
  promptTokens: 10,
  completionTokens: 3,
  durationMs: 1.6,
  logprobs: null,
});

/** Plays replies in their order and keeps each request as it was when it was sent. */
async function run(settings: RolloutSettings, replies: (ChatReply | Error)[]) {
  const requests: ChatRequest[] = [];
  const { data, ...result } = await play(settings, piece, {
    chat: async (request) => {
      const reply = replies[requests.length] ?? whole({ content: "<answer>end</answer>" });
      requests.push(structuredClone(request));
      if (reply instanceof Error) throw reply;
      return reply;
    },
    useTool: async (tool, input) => `${tool}(${input})`,
  });
  return { requests, result, ...data, record: data.record };
}

const words = fc.constantFrom("thought", "<math_exp>1+1", "<math_exp>2</math_exp> more", "<answer>4", "", "<math_exp>");
const tagReply = fc
  .tuple(words, fc.constantFrom("stop", "length"), fc.option(fc.string(), { nil: undefined }))
  .map(([content, finish, reasoning]) => whole({ content, reasoning_content: reasoning }, finish));
const nativeReply = fc
  .array(fc.constantFrom('{"expression":"1"}', '{"expression":"2"}', "{", '{"expression": "3", "x": 1}'), {
    maxLength: 3,
  })
  .map((inputs) =>
    whole({
      content: inputs.length === 0 ? "done" : null,
      tool_calls: inputs.map((text) => ({ function: { name: "calculator", arguments: text } })),
    }),
  );

test.each([
  ["tags", tagReply],
  ["native", nativeReply],
] as const)("%s: what was sent is what is stored, step by step", async (protocol, arbitrary) => {
  const property = fc.asyncProperty(fc.array<ChatReply>(arbitrary, { maxLength: 6 }), async (replies) => {
    const { requests, record, result } = await run(settingsOf({ protocol }), replies);
    expect(requests.map((request) => request.messages)).toEqual(decompose(record).map(({ context }) => context));
    expect(record.steps.length).toBeLessThanOrEqual(4);
    expect(record.steps.at(-1)?.observation).toBeNull();
    expect(EndState.parse(record.endState)).toBe(result.endState);
    expect(result.completionTokens).toBe(3 * record.steps.length);
  });
  await fc.assert(property);
});

test("tags: stop texts, the result as a user's message, seeds of their own", async () => {
  const { requests, record } = await run(settingsOf({}), [whole({ content: "<math_exp>1+1" })]);
  expect(requests[0]).toMatchObject({
    stop: ["</math_exp>", "</answer>"],
    tools: null,
    temperature: 1,
    topP: 1,
    maxTokens: 1024,
  });
  expect(requests[0]?.seed).not.toBe(requests[1]?.seed);
  expect(record).toMatchObject({ endState: "answered", finalAnswer: "end", tools: null, promptTokens: 20 });
  expect(record.steps[0]).toMatchObject({
    observation: [{ role: "user", content: "<math_result>calculator(1+1)</math_result>" }],
    durationMs: 2,
    raw: null,
  });
});

test("native: schemas are sent, each result names its call, long results share the limit", async () => {
  const calls = ["1", "2"].map((input) => ({
    id: input,
    function: { name: "calculator", arguments: JSON.stringify({ expression: input.repeat(400) }) },
  }));
  const settings = settingsOf({ protocol: "native", observationLimit: 300 });
  const { requests, record } = await run(settings, [whole({ tool_calls: calls })]);
  expect(requests[0]).toMatchObject({ stop: null, tools: [{ function: { name: "calculator" } }] });
  expect(record.tools).toEqual(requests[0]?.tools);
  const observation = record.steps[0]?.observation ?? [];
  expect(observation).toMatchObject([
    { role: "tool", tool_call_id: "1", name: "calculator" },
    { role: "tool", tool_call_id: "2", name: "calculator" },
  ]);
  for (const message of observation) expect(String(message.content).length).toBeLessThanOrEqual(150);
});

test("a failure about this trajectory ends it and says why; what came before is kept", async () => {
  const refused = new ChatFailure("refused", "The server refused: no.", { status: 400 });
  const { record, result } = await run(settingsOf({}), [whole({ content: "<math_exp>1" }), refused]);
  expect(record).toMatchObject({
    endState: "refused",
    finalAnswer: null,
    steps: [{ observation: [{}] }],
    metadata: { failure: { kind: "refused", message: "The server refused: no.", status: 400 } },
  });
  expect(result.failures).toEqual([
    { itemId: 7, sampleIndex: 2, stepIdx: 1, failure: "refused", message: "The server refused: no." },
  ]);
  const long = await run(settingsOf({}), [new ChatFailure("context-overflow", "Too long.")]);
  expect(long.record).toMatchObject({ endState: "context-overflow", steps: [], promptTokens: null });
});

test("what is about every request, and what is no failure of the chat, is the engine's to know", async () => {
  const wrongKey = new ChatFailure("misconfigured", "The key is wrong.");
  await expect(run(settingsOf({}), [wrongKey])).rejects.toBe(wrongKey);
  const broken = new Error("broken");
  await expect(run(settingsOf({}), [broken])).rejects.toBe(broken);
});
