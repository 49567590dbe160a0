/** The prompt of a model that says whether a final answer means the same as an accepted one, and how it replies. */
import type { ReplyGrammar } from "../judging/grammar";
import { parseReply } from "../judging/parse-reply";
import type { Message } from "../message";

export type AnswerPair = { question: string; accepted: readonly string[]; finalAnswer: string };

/** Kept with a run as it was when the run began. */
export type EquivalencePrompt = { version: number; systemText: string; userText: string; grammar: ReplyGrammar };

export const EQUIVALENCE_PROMPT: EquivalencePrompt = {
  version: 1,
  systemText:
    "You compare answers to a question. You do not answer the question yourself, and you take the accepted answers to be right.",
  userText: `# Question
{question}

# Accepted answers, one a line
{accepted}

# Given answer
{answer}

# Your task
Is the given answer equivalent to one of the accepted answers, as an answer to this question?

It is if it says the same thing in other words, in another notation or unit, or with further details that agree with it. It is not if it says something else, only a part of what was asked for, several different things, or nothing.

Reason in a sentence or two. Then end with one line that is exactly one of these two:
Equivalent: yes
Equivalent: no`,
  grammar: { form: "lines", ruling: "Equivalent", score: null, words: { reasonable: ["yes"], unreasonable: ["no"] } },
};

const PLACES = /\{(question|accepted|answer)\}/g;

/** The places are filled in one pass: an answer that says "{question}" stays as it was written. */
export function equivalenceMessages(prompt: EquivalencePrompt, pair: AnswerPair): Message[] {
  const texts: Record<string, string> = {
    question: pair.question,
    accepted: pair.accepted.map((answer) => `- ${answer}`).join("\n"),
    answer: pair.finalAnswer,
  };
  const content = prompt.userText.replace(PLACES, (place, name: string) => texts[name] ?? place);
  return [
    { role: "system", content: prompt.systemText },
    { role: "user", content },
  ];
}

/** What the model said: whether they are equivalent, and why; null where its reply cannot be read. */
export function readEquivalence(
  prompt: EquivalencePrompt,
  reply: string,
): { correct: boolean; reason: string | null } | null {
  const parsed = parseReply(prompt.grammar, reply);
  if (parsed === null || parsed.rating === 0) return null;
  return { correct: parsed.rating === 1, reason: parsed.rationale };
}
