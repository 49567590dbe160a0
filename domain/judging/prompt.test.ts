import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Message } from "../message";
import { decompose } from "../trajectory";
import { DEFAULT_TEMPLATE } from "./default-template";
import { grammarProblems } from "./grammar";
import { contextText, extendContext, judgeMessages, messageBody, templateProblems, unknownPlaces } from "./prompt";

const text = fc.oneof(fc.string(), fc.constantFrom("{action}", "{context}", "{question}", "$&", "$1", "[user]\n"));
const message = fc.record(
  {
    role: fc.constantFrom("system", "user", "tool"),
    content: fc.oneof(text, fc.constant(null)),
    name: fc.oneof(text, fc.constant(null)),
  },
  { requiredKeys: ["role"] },
) satisfies fc.Arbitrary<Message>;
const action = fc.tuple(text, text).map(
  ([content, query]): Message => ({
    role: "assistant",
    content,
    tool_calls: [{ function: { name: "search", arguments: query } }],
  }),
);
const episode = fc.record({
  prompt: fc.array(message, { maxLength: 3 }),
  steps: fc.array(
    fc.record({ action, observation: fc.oneof(fc.array(message, { maxLength: 2 }), fc.constant(null)) }),
    {
      maxLength: 5,
    },
  ),
});

describe("judgeMessages", () => {
  it("puts each text in once, as it is", () => {
    fc.assert(
      fc.property(text, text, text, (question, context, given) => {
        const template = { systemText: "", userText: "<{question}|{context}|{action}>{other} {action}" };
        const [user, ...rest] = judgeMessages(template, { question, context, action: given });
        expect(rest).toEqual([]);
        expect(user?.content).toBe(`<${question}|${context}|${given}>{other} ${given}`);
      }),
    );
  });

  it("sends a system message only where there is one", () => {
    const task = { question: "q", context: "", action: "a" };
    const messages = judgeMessages({ systemText: "Judge {question}", userText: "{action}" }, task);
    expect(messages).toEqual([
      { role: "system", content: "Judge q" },
      { role: "user", content: "a" },
    ]);
  });

  it("begins a step's prompt with all of the step before, up to the end of its context", () => {
    fc.assert(
      fc.property(episode, (given) => {
        const contexts = decompose(given).map(({ context }) => contextText(context));
        for (const [step, context] of contexts.entries())
          expect(context.startsWith(contexts[step - 1] ?? "")).toBe(true);
        let extended = contextText(given.prompt);
        for (const [step, { action: done, observation }] of given.steps.entries()) {
          expect(extended).toBe(contexts[step]);
          extended = extendContext(extended, [done, ...(observation ?? [])]);
        }
      }),
    );
  });
});

describe("the default template", () => {
  it("holds every place, and nothing of a reference answer or of what came later", () => {
    expect(templateProblems(DEFAULT_TEMPLATE)).toEqual([]);
    const [, user] = judgeMessages(DEFAULT_TEMPLATE, {
      question: "How old is she?",
      context: contextText([{ role: "user", content: "How old is she?" }]),
      action: messageBody({
        role: "assistant",
        content: "I look it up.",
        reasoning_content: "Who is she?",
        tool_calls: [{ function: { name: "search", arguments: { query: "her age" } } }],
      }),
    });
    expect(user?.content).toContain(
      'oldest first.\n\n[user]\nHow old is she?\n\n# The action to judge\n<think>\nWho is she?\n</think>\nI look it up.\nTool call: search {"query":"her age"}\n\n# Your task',
    );
  });
});

it("says what a template lacks", () => {
  expect(templateProblems({ systemText: "{context}", userText: "Judge." })).toHaveLength(1);
  expect(templateProblems({ systemText: "", userText: "{action}" })).toHaveLength(1);
});

it("finds places that nothing is put in for", () => {
  const userText = 'Judge {action} of {unknown}, {Question}, {unknown}. Reply {"ruling": "ok"}, {} or {1}.';
  expect(unknownPlaces({ systemText: "Before: {context} {the answer}", userText })).toEqual([
    "{the answer}",
    "{unknown}",
    "{Question}",
  ]);
  expect(unknownPlaces(DEFAULT_TEMPLATE)).toEqual([]);
});

it("writes an empty message as such", () => {
  expect(messageBody({ role: "assistant", content: null })).toBe("(empty)");
});

it("says what a grammar lacks", () => {
  const words = { reasonable: ["good"], unreasonable: ["Good "] };
  expect(grammarProblems({ form: "lines", ruling: "Ruling", score: "ruling", words })).toHaveLength(2);
  expect(grammarProblems(DEFAULT_TEMPLATE.grammar)).toEqual([]);
});
