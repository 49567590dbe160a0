import { expect, test } from "vitest";
import { readObservation } from "../observation";
import { observe } from "./observe";
import { writePassages } from "./search-observation";
import type { ToolUse } from "./turn";

const tags = { protocol: "tags", observationLimit: 2_000 } as const;
const searched: ToolUse = { tool: "search", input: "x", id: null };

test("results in tags are read as the tool's: passages, numbers, also where only the beginning is at hand", () => {
  const passages = writePassages([
    { title: "Ada", text: "A mathematician." },
    { title: "Charles", text: "Of engines." },
  ]);
  const json = JSON.stringify(observe(tags, [searched], [passages]));
  const hits = [
    { title: "Ada", text: "A mathematician." },
    { title: "Charles", text: "Of engines." },
  ];
  expect(readObservation(json, true).parts).toMatchObject([{ kind: "hits", role: "tool", tool: "search", hits }]);
  const [beginning] = readObservation(json.slice(0, 70), false).parts;
  expect(beginning).toMatchObject({ kind: "hits", isCut: true, hits: [{ title: "Ada" }] });

  const result = observe(tags, [{ tool: "calculator", input: "2+2", id: null }], ["4"]);
  expect(result).toEqual([{ role: "user", content: "<math_result>4</math_result>" }]);
  expect(readObservation(JSON.stringify(result), true).parts).toMatchObject([
    { kind: "text", role: "tool", tool: "calculator", text: "4" },
  ]);
});

test("a long result is cut before it is put into its tags", () => {
  const [message] = observe({ ...tags, observationLimit: 100 }, [searched], ["word ".repeat(100)]);
  expect(message?.content).toMatch(/^<search_result>\nword .* of 500 characters shown\]\n<\/search_result>$/);
});

test("the results of several calls share the limit", () => {
  const calls: ToolUse[] = ["a", "b", "c", "d"].map((id) => ({ tool: "search", input: id, id }));
  const texts = calls.map(() => "word ".repeat(1_000));
  const messages = observe({ protocol: "native", observationLimit: 2_000 }, calls, texts);
  expect(messages.map(({ tool_call_id }) => tool_call_id)).toEqual(["a", "b", "c", "d"]);
  for (const { content } of messages) expect(String(content).length).toBeLessThanOrEqual(500);
});

test("a user's other words stay a user's", () => {
  const [part] = readObservation(JSON.stringify([{ role: "user", content: "Go on <search_result>" }]), true).parts;
  expect(part).toMatchObject({ role: "user", text: "Go on <search_result>" });
});
