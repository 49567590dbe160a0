import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { Message } from "../message";
import { contextText, judgeMessages, messageBody } from "./prompt";

const Case = z.object({
  name: z.string(),
  systemText: z.string(),
  userText: z.string(),
  question: z.string(),
  context: z.array(Message),
  action: Message,
  expect: z.array(Message),
});
// The trainer reads the same table: a judge must be told the same there.
const cases = z.array(Case).parse(JSON.parse(readFileSync(new URL("prompt-cases.json", import.meta.url), "utf8")));

describe("prompts in the table", () => {
  test.each(cases)("$name", ({ question, context, action, expect: expected, ...template }) => {
    const task = { question, context: contextText(context), action: messageBody(action) };
    expect(judgeMessages(template, task)).toEqual(expected);
  });
});
