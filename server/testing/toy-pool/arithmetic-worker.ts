/** The simulated policy at work on one word problem: what it has found so far, and its single moves. */

import type { Random } from "@/domain/random";
import { expressionOf, operationAt, type Problem, solve } from "./arithmetic-problem";
import { type Calculation, formatNumber } from "./expression";
import { type Policy, sound, type Truth, unsound } from "./play";

export type Worker = {
  problem: Problem;
  random: Random;
  /** The true result of every operation */
  truth: number[];
  /** What the policy takes the results to be, one for each operation it is done with */
  results: number[];
  /** What went wrong earlier and was not made good, as a clause; the answer rests on it */
  fault: string | null;
  /** Said at the start of the next thought */
  aside: string;
  lastExpression: string;
};

export function startWork(problem: Problem, random: Random): Worker {
  return { problem, random, truth: solve(problem), results: [], fault: null, aside: "", lastExpression: "" };
}

/** The noun phrase of the last operation: what the question asks for. */
export function goal(worker: Worker): string {
  return operationAt(worker.problem, worker.problem.operations.length - 1).what;
}

/** Calls the calculator for the operations from the next one up to, not including, `end`. */
export function* workUpTo(worker: Worker, end = worker.problem.operations.length): Policy<Calculation> {
  while (worker.results.length < end) yield* workOne(worker);
}

/**
 * Calls the calculator for the next operation, with what the policy takes its operands to be. `blame` is what is wrong
 * with this step, where something is.
 */
export function* workOne(worker: Worker, blame?: string): Policy<Calculation> {
  const index = worker.results.length;
  const expression = expressionOf(worker.problem, index, worker.results);
  const { what } = operationAt(worker.problem, index);
  const truth = blame === undefined ? sound(praise(worker, expression, what)) : unsound(blame);
  worker.lastExpression = expression;
  const [calculation] = yield call(computeThought(worker, what), [expression], truth);
  worker.results.push(valueFrom(calculation));
}

/** Gives the policy's own last result as the answer. `blame` as in workOne. */
export function* answerOwn(worker: Worker, blame?: string): Policy<Calculation> {
  const answer = formatNumber(worker.results.at(-1) ?? Number.NaN);
  const fault = blame ?? (worker.fault && `The answer ${answer} rests on an earlier mistake: ${worker.fault}.`);
  const truth = fault
    ? unsound(fault)
    : sound(`The answer ${answer} is what the steps before gave for ${goal(worker)}.`);
  yield { kind: "answer", thought: answerThought(worker, answer), answer, truth };
}

function praise(worker: Worker, expression: string, what: string): string {
  if (worker.fault)
    return `With the values found so far, ${expression} is how to get ${what}; the step adds no error of its own.`;
  return worker.random.pick([
    `${expression} gives ${what}, which the question needs.`,
    `Uses the right numbers for ${what}: ${expression}.`,
    `The expression ${expression} matches ${what} as the problem states it.`,
  ]);
}

export function call(thought: string, inputs: string[], truth: Truth) {
  return { kind: "call" as const, thought, inputs, truth };
}

/** The value of a calculation that must have succeeded. */
export function valueFrom(calculation: Calculation | undefined): number {
  if (!calculation?.ok) throw new Error(`the toy calculator refused: ${calculation?.text}`);
  return calculation.value;
}

/** What the model says before a calculation; sometimes nothing. */
export function computeThought(worker: Worker, what: string): string {
  const { random, results, aside } = worker;
  worker.aside = "";
  if (aside !== "") return `${aside} ${random.pick([`Now I need ${what}.`, `Next is ${what}.`])}`;
  if (random.chance(0.08)) return "";
  if (results.length === 0)
    return random.pick([
      `First I need ${what}.`,
      `Let me start with ${what}.`,
      `To begin, I work out ${what}.`,
      `Before anything else I have to find ${what}.`,
      `Let me take this one step at a time. The first thing to find is ${what}.`,
    ]);
  const last = results.at(-1) ?? Number.NaN;
  const lastWhat = operationAt(worker.problem, results.length - 1).what;
  return random.pick([
    `That gives ${formatNumber(last)} for ${lastWhat}. Next I need ${what}.`,
    `Now I can work out ${what}.`,
    `With ${formatNumber(last)} for ${lastWhat}, the next thing to find is ${what}.`,
    `Next, ${what}.`,
    `Good. Now for ${what}.`,
  ]);
}

function answerThought(worker: Worker, answer: string): string {
  const { random, aside } = worker;
  worker.aside = "";
  if (aside !== "") return aside;
  if (random.chance(0.08)) return "";
  return random.pick([
    `So ${goal(worker)} is ${answer}.`,
    `That settles it: ${goal(worker)} is ${answer}.`,
    `I have everything I need. The answer is ${answer}.`,
    `The result, ${answer}, is ${goal(worker)}, which is what was asked.`,
  ]);
}
