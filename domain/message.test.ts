import fc from "fast-check";
import { expect, test } from "vitest";
import { argumentsText, Message, messageText, ToolCall } from "./message";

test("unknown fields are kept", () => {
  const written = {
    role: "assistant",
    content: null,
    refusal: null,
    tool_calls: [{ id: "1", type: "function", index: 0, function: { name: "f", arguments: "{}", strict: true } }],
  };
  expect(Message.parse(written)).toEqual(written);
});

test("anything but a string, parts or nothing is no content", () => {
  for (const content of [undefined, null, "", "text", [], [{ type: "text", text: "a" }], [{ type: "image_url" }]])
    expect(Message.safeParse({ role: "user", content }).success).toBe(true);
  for (const content of [1, {}, [1], [{ text: "no type" }]])
    expect(Message.safeParse({ role: "user", content }).success).toBe(false);
  expect(Message.safeParse({ role: "", content: "x" }).success).toBe(false);
});

test("the words of a message are its string, or its text parts by lines", () => {
  expect(messageText({ role: "user", content: " as is\n" })).toBe(" as is\n");
  const parts = [
    { type: "text", text: "one" },
    { type: "image_url" },
    { type: "text", text: "" },
    { type: "text", text: "two" },
  ];
  expect(messageText({ role: "user", content: parts })).toBe("one\n\ntwo");
  expect(messageText({ role: "assistant", content: null })).toBe("");
  expect(messageText({ role: "assistant" })).toBe("");
});

test("arguments that are a string stay exactly as written; an object is written as JSON", () => {
  const call = (given?: unknown) => ToolCall.parse({ function: { name: "f", arguments: given } });
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(argumentsText(call(text))).toBe(text);
    }),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      expect(argumentsText(call(value))).toBe(JSON.stringify(value));
    }),
  );
  expect(argumentsText(call())).toBe("");
  expect(argumentsText(call(null))).toBe("");
});
