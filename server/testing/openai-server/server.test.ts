/** The test server itself: what tests and benchmarks rely on. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import type { ChatRequest } from "@/domain/chat";
import { type Message, messageText } from "@/domain/message";
import { complete } from "@/server/adapters/llm/complete";
import { endpointAt, NEVER } from "@/server/adapters/llm/testing";
import { startOpenAiServer } from "./server";

const QUESTION = "Ann has 12 apples, buys 30, then finds 14 more. How many has she?";
const TAGS: Message[] = [
  { role: "system", content: "Write <math_exp>your expression</math_exp> or <answer>…</answer>." },
  { role: "user", content: QUESTION },
];
const CALCULATOR = {
  type: "function",
  function: { name: "calculator", parameters: { properties: { expression: { type: "string" } } } },
};

/** Plays a trajectory, adding up what the policy hands over; answers its messages. */
async function play(url: string, request: ChatRequest): Promise<Message[]> {
  const messages = [...request.messages];
  for (let step = 0; step < 10; step++) {
    const { message } = await complete(endpointAt(url), { ...request, messages, seed: step }, { signal: NEVER });
    messages.push(message);
    if (messageText(message).includes("<answer>")) return messages;
    const call = message.tool_calls?.[0];
    const sum = call
      ? (JSON.parse(String(call.function.arguments)) as { expression: string }).expression
      : /<math_exp>(.*)<\/math_exp>/.exec(messageText(message))?.[1];
    const content = String(
      String(sum)
        .split("+")
        .map(Number)
        .reduce((a, b) => a + b, 0),
    );
    messages.push(call ? { role: "tool", tool_call_id: call.id, content } : { role: "user", content });
  }
  return messages;
}

test("it plays a policy in both protocols, to an answer", async () => {
  const server = await startOpenAiServer();
  const [, , ...tagged] = await play(server.url, { messages: TAGS });
  expect(tagged.length).toBeGreaterThan(2);
  expect(messageText(tagged[0] as Message)).toContain("<math_exp>12 + 30</math_exp>");
  expect(messageText(tagged.at(-1) as Message)).toMatch(/<answer>\d+<\/answer>/);
  const native = await play(server.url, { messages: [{ role: "user", content: QUESTION }], tools: [CALCULATOR] });
  expect(native[1]?.tool_calls?.[0]?.function).toEqual({ name: "calculator", arguments: '{"expression":"12 + 30"}' });
  expect(messageText(native.at(-1) as Message)).toMatch(/<answer>\d+<\/answer>/);
  await server.close();
});

test("what it says depends on the content alone", async () => {
  const server = await startOpenAiServer({ latencyMs: 2 });
  const prompts = Array.from({ length: 20 }, (_, n) => `Is this step reasonable? ${n}\nRuling: …`);
  const ask = (content: string) =>
    complete(
      endpointAt(server.url, { maxConcurrency: 20 }),
      { messages: [{ role: "user", content }] },
      { signal: NEVER },
    );
  const first = await Promise.all(prompts.map(ask));
  const second = await Promise.all(prompts.toReversed().map(ask));
  const texts = first.map(({ message }) => message.content);
  expect(second.map(({ message }) => message.content).reverse()).toEqual(texts);
  expect(new Set(texts.map((text) => /Ruling: (.*)/.exec(String(text))?.[1]))).toEqual(
    new Set(["reasonable", "unreasonable"]),
  );
  await server.close();
});

test("slots bound what it takes up at once", async () => {
  const server = await startOpenAiServer({ latencyMs: 30, slots: 2 });
  const begun = performance.now();
  const endpoint = endpointAt(server.url, { maxConcurrency: 6 });
  await Promise.all(Array.from({ length: 6 }, () => complete(endpoint, { messages: TAGS }, { signal: NEVER })));
  expect(performance.now() - begun).toBeGreaterThanOrEqual(85);
  expect(server.stats.maxInFlight).toBe(6);
  await server.close();
});

test("it runs as a process of its own", async () => {
  const child = spawn(process.execPath, ["--import", "tsx", "server/testing/openai-server/main.ts"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const gone = new Promise((resolve) => child.once("exit", resolve));
  for await (const line of createInterface({ input: child.stdout })) {
    const { url } = JSON.parse(line) as { url: string };
    const reply = await complete(endpointAt(url), { messages: TAGS }, { signal: NEVER });
    expect(reply.finishReason).toBe("stop");
    child.kill("SIGTERM");
  }
  expect(await gone).toBe(0);
});
