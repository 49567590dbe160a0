/** How the toy arithmetic set is played: a calculator called by tags. */
import type { Message } from "@/domain/message";
import { type Calculation, calculate } from "./expression";
import type { Protocol } from "./play";

export const CALCULATOR_STEP_LIMIT = 10;

const SYSTEM_PROMPT = `You solve word problems step by step. In each step, think first. To use the calculator, write one expression between <math_exp> and </math_exp>, with numbers, + - * / and parentheses; the result is given to you in the next message. When you know the answer, write the number alone between <answer> and </answer>. You have at most ${CALCULATOR_STEP_LIMIT} steps.`;

export function arithmeticPrompt(question: string): Message[] {
  return [
    { role: "system", content: SYSTEM_PROMPT },
    { role: "user", content: question },
  ];
}

export const CALCULATOR_PROTOCOL: Protocol<Calculation> = {
  action(move) {
    const written =
      move.kind === "call"
        ? move.inputs.map((input) => `<math_exp>${input}</math_exp>`)
        : move.kind === "answer"
          ? [`<answer>${move.answer}</answer>`]
          : [];
    return { role: "assistant", content: [move.thought, ...written].filter((part) => part !== "").join("\n") };
  },
  run: calculate,
  observation: (results) => results.map(({ text }) => ({ role: "tool", name: "calculator", content: text })),
};
