import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Message } from "../message";
import { chatMessage } from "./chat-message";

const call = (fields: object) => ({
  id: "a",
  type: "function",
  function: { name: "search", arguments: "{}" },
  ...fields,
});

describe("a message in fixed fields", () => {
  test.each<[string, Message, object]>([
    ["plain text", { role: "user", content: "Hi" }, { role: "user", content: "Hi" }],
    ["no content", { role: "assistant", content: null }, { role: "assistant", content: "" }],
    [
      "an empty list of calls",
      { role: "assistant", content: "x", tool_calls: [] },
      { role: "assistant", content: "x" },
    ],
    [
      "a call and a thought",
      { role: "assistant", content: null, reasoning_content: "why", tool_calls: [call({})] },
      { role: "assistant", content: "", reasoning_content: "why", tool_calls: [call({})] },
    ],
    [
      "arguments that are an object",
      { role: "assistant", content: "", tool_calls: [call({ function: { name: "f", arguments: { a: 1 } } })] },
      { role: "assistant", content: "", tool_calls: [call({ function: { name: "f", arguments: '{"a":1}' } })] },
    ],
    [
      "a call without id and type",
      { role: "assistant", tool_calls: [{ function: { name: "f" } }] },
      { role: "assistant", content: "", tool_calls: [{ type: "function", function: { name: "f", arguments: "" } }] },
    ],
    [
      "a tool's answer",
      { role: "tool", content: "4", tool_call_id: "a", name: "calculator" },
      { role: "tool", content: "4", tool_call_id: "a", name: "calculator" },
    ],
  ])("holds %s", (_, message, expected) => {
    expect(chatMessage(message)).toEqual(expected);
  });

  test.each<[string, Message]>([
    ["a further field", { role: "user", content: "Hi", weight: 0 }],
    ["content in parts", { role: "user", content: [{ type: "text", text: "Hi" }] }],
    ["half a surrogate pair", { role: "user", content: "a\ud800" }],
    [
      "half a surrogate pair in arguments",
      { role: "a", tool_calls: [call({ function: { name: "f", arguments: "\udc00" } })] },
    ],
    ["a further field of a call", { role: "a", tool_calls: [call({ index: 0 })] }],
    ["a further field of a function", { role: "a", tool_calls: [call({ function: { name: "f", strict: true } })] }],
  ])("keeps the original of %s", (_, message) => {
    const { original = "" } = chatMessage(message);
    expect(JSON.parse(original)).toEqual(message);
  });

  test("is UTF-8 whatever it came as", () => {
    const text = fc.string({ unit: "binary" });
    fc.assert(
      fc.property(
        fc.record({ role: fc.string({ unit: "binary", minLength: 1 }), content: text, name: text }),
        (message) => {
          const { original, ...fields } = chatMessage(message);
          expect(Object.values(fields).every((value) => typeof value === "string" && value.isWellFormed())).toBe(true);
          expect(original === undefined ? fields : JSON.parse(original)).toEqual(message);
        },
      ),
    );
  });
});
