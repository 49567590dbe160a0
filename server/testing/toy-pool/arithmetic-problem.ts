/** A word problem with its solution programme: the operations that lead from the given numbers to the answer. */
import { capitalise } from "./capitalise";
import { calculate, formatNumber } from "./expression";

export type Operator = "+" | "-" | "*" | "/";
/** `what` is a noun phrase that reads after "the 12 is" and after "to find" */
export type Quantity = { value: number; what: string };
export type Operand = { given: number } | { result: number };
export type Operation = { left: Operand; operator: Operator; right: Operand; what: string };

export type Problem = {
  text: string;
  givens: Quantity[];
  /** A number in the text that the solution does not use */
  distractor: Quantity;
  operations: Operation[];
  /** Another way of writing the answer that a reader accepts and an exact match does not, where there is one */
  otherUnit?: { factor: number; name: string };
};

export const given = (index: number): Operand => ({ given: index });
export const result = (index: number): Operand => ({ result: index });
export const operation = (left: Operand, operator: Operator, right: Operand, what: string): Operation => ({
  left,
  operator,
  right,
  what,
});

/** The value of an operand, given the results so far. */
export function operandValue(problem: Problem, operand: Operand, results: readonly number[]): number {
  const value = "given" in operand ? problem.givens[operand.given]?.value : results[operand.result];
  if (value === undefined) throw new RangeError("operand before its operation");
  return value;
}

/** One operation as an expression of numbers: `12 * 3`. */
export function expressionOf(problem: Problem, index: number, results: readonly number[]): string {
  const { left, operator, right } = operationAt(problem, index);
  return `${formatNumber(operandValue(problem, left, results))} ${operator} ${formatNumber(operandValue(problem, right, results))}`;
}

/** An operation with everything it rests on as one expression of the given numbers: `50 - (12 * 3 + 4 * 2)`. */
export function nestedExpression(problem: Problem, index = problem.operations.length - 1): string {
  const { left, operator, right } = operationAt(problem, index);
  const write = (operand: Operand) =>
    "given" in operand
      ? formatNumber(operandValue(problem, operand, []))
      : `(${nestedExpression(problem, operand.result)})`;
  return `${write(left)} ${operator} ${write(right)}`;
}

/** The result of every operation in order; the last is the answer. */
export function solve(problem: Problem): number[] {
  const results: number[] = [];
  for (let index = 0; index < problem.operations.length; index++) {
    const calculation = calculate(expressionOf(problem, index, results));
    if (!calculation.ok) throw new Error(calculation.text);
    results.push(calculation.value);
  }
  return results;
}

export function answerOf(problem: Problem): string {
  return formatNumber(solve(problem).at(-1) ?? Number.NaN);
}

/** A worked solution in the manner of GSM8K, with inline calculator calls and the answer after `####`. */
export function solutionOf(problem: Problem): string {
  const results = solve(problem);
  const lines = problem.operations.map(({ what }, index) => {
    const expression = expressionOf(problem, index, results);
    const value = formatNumber(results[index] ?? Number.NaN);
    return `${capitalise(what)}: ${expression} = <<${expression.replaceAll(" ", "")}=${value}>>${value}`;
  });
  return [...lines, `#### ${answerOf(problem)}`].join("\n");
}

export function operationAt(problem: Problem, index: number): Operation {
  const found = problem.operations[index];
  if (found === undefined) throw new RangeError(`no operation ${index}`);
  return found;
}
