/** Plays both question sets with both simulated models. */

import type { Message } from "@/domain/message";
import { randomFor } from "@/domain/random";
import { arithmeticPolicy } from "./arithmetic-policy";
import { arithmeticPrompt, CALCULATOR_PROTOCOL, CALCULATOR_STEP_LIMIT } from "./arithmetic-protocol";
import type { ArithmeticQuestion } from "./arithmetic-questions";
import { encyclopediaPolicy } from "./encyclopedia-policy";
import { encyclopediaPrompt, SEARCH_STEP_LIMIT, SEARCH_TOOLS, searchProtocol } from "./encyclopedia-protocol";
import type { EncyclopediaQuestion } from "./encyclopedia-questions";
import type { Metric } from "./exact-match";
import { type Played, play } from "./play";
import type { SearchEngine } from "./search";
import { drawManner, type Skill } from "./skill";

/** One question in a form that either simulated model can be let loose on. */
export type Task = {
  set: string;
  question: string;
  answers: string[];
  metric: Metric;
  prompt: Message[];
  tools: unknown[] | null;
  /** `name` names the trajectory: it seeds its chance */
  attempt(name: string, skill: Skill): Played;
};

export function arithmeticTask(set: string, { key, problem, answer }: ArithmeticQuestion): Task {
  const prompt = arithmeticPrompt(problem.text);
  const ease = easeOf(key);
  return {
    set,
    question: key,
    answers: [answer],
    metric: "exact-number",
    prompt,
    tools: null,
    attempt(name, skill) {
      const random = randomFor(name);
      const policy = arithmeticPolicy(problem, drawManner(random, skill, ease), random);
      return play(policy, CALCULATOR_PROTOCOL, prompt, CALCULATOR_STEP_LIMIT);
    },
  };
}

export function encyclopediaTask(set: string, question: EncyclopediaQuestion, search: SearchEngine): Task {
  const prompt = encyclopediaPrompt(question.text);
  const ease = easeOf(question.key);
  return {
    set,
    question: question.key,
    answers: question.answers,
    metric: "exact-match",
    prompt,
    tools: SEARCH_TOOLS,
    attempt(name, skill) {
      const random = randomFor(name);
      const policy = encyclopediaPolicy(question, drawManner(random, skill, ease), random);
      return play(policy, searchProtocol(search, name.replaceAll(" ", "-")), prompt, SEARCH_STEP_LIMIT);
    },
  };
}

/** Questions differ: some are got right almost always, some seldom. */
function easeOf(question: string): number {
  return 0.4 + 1.2 * randomFor(`ease ${question}`).next();
}
