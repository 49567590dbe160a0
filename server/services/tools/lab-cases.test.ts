/** The lab's Python writes observations, reads judge prompts and answers them: the table that both sides are held to. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { DEFAULT_TEMPLATE } from "@/domain/judging/default-template";
import { parseReply } from "@/domain/judging/parse-reply";
import { contextText, judgeMessages } from "@/domain/judging/prompt";
import { Message } from "@/domain/message";
import { observe } from "@/domain/rollout/observe";
import { calculate } from "@/server/adapters/calculator/calculate";

const Cases = z.strictObject({
  observations: z.array(z.strictObject({ expression: z.string(), observation: z.string() })).min(10),
  steps: z
    .array(
      z.strictObject({
        question: z.string(),
        messages: z.array(Message),
        action: z.string(),
        reasonable: z.boolean(),
        prompt: z.string(),
      }),
    )
    .min(10),
  replies: z.array(z.strictObject({ text: z.string(), rating: z.literal([1, -1]) })).min(2),
});
const file = new URL("../../../trainer/swirl_lab/cases.json", import.meta.url);
const { observations, steps, replies } = Cases.parse(JSON.parse(readFileSync(file, "utf8")));

test("observations are the calculator's, byte for byte", () => {
  for (const { expression, observation } of observations) {
    const call = { tool: "calculator", input: expression, id: null } as const;
    const [message] = observe({ protocol: "tags", observationLimit: 8_000 }, [call], [calculate(expression)]);
    expect(message).toEqual({ role: "user", content: observation });
  }
});

test("prompts are those of the default template", () => {
  for (const { question, messages, action, prompt } of steps) {
    const sent = judgeMessages(DEFAULT_TEMPLATE, { question, context: contextText(messages), action });
    expect(sent.at(-1)).toEqual({ role: "user", content: prompt });
  }
});

test("replies are read as the rulings that they are", () => {
  for (const { text, rating } of replies)
    expect(parseReply(DEFAULT_TEMPLATE.grammar, text)).toMatchObject({ rating, rationale: text.split("\n")[0] });
});
