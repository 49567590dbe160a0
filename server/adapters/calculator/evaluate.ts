/** Evaluates the syntax tree of an arithmetic expression, and nothing else that the parser knows. */
import type { MathNode } from "mathjs/number";

/** A mistake in an expression, in a sentence for whoever wrote it. */
export class ExpressionError extends Error {}

type Function = { least: number; most: number; call: (...given: number[]) => number };
const FUNCTIONS: Readonly<Record<string, Function>> = {
  sqrt: { least: 1, most: 1, call: sqrt },
  abs: { least: 1, most: 1, call: Math.abs },
  round: { least: 1, most: 2, call: round },
  floor: { least: 1, most: 1, call: Math.floor },
  ceil: { least: 1, most: 1, call: Math.ceil },
  min: { least: 1, most: 1_000, call: Math.min },
  max: { least: 1, most: 1_000, call: Math.max },
  log: { least: 1, most: 1, call: log },
  ln: { least: 1, most: 1, call: log },
  exp: { least: 1, most: 1, call: Math.exp },
};
const CONSTANTS: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E };

const OPERATORS: Readonly<Record<string, (left: number, right: number) => number>> = {
  add: (left, right) => left + right,
  subtract: (left, right) => left - right,
  multiply: (left, right) => left * right,
  divide: (left, right) => {
    if (right === 0) throw new ExpressionError("division by zero");
    return left / right;
  },
  mod: (left, right) => {
    if (right === 0) throw new ExpressionError("the remainder of a division by zero");
    return left - right * Math.floor(left / right);
  },
  pow: (left, right) => left ** right,
};

/** The value of a tree; always finite. Throws ExpressionError for everything that is not arithmetic on real numbers. */
export function evaluate(tree: MathNode): number {
  const calculate = (node: MathNode): number => finite(read(node), node);

  function read(node: MathNode): number {
    if (isParenthesis(node)) return calculate(node.content);
    if (isConstant(node)) {
      if (typeof node.value === "number") return node.value;
      throw new ExpressionError(
        node.value === undefined ? "the expression is empty" : "only numbers can be calculated with",
      );
    }
    if (isSymbol(node)) {
      const constant = Object.hasOwn(CONSTANTS, node.name) ? CONSTANTS[node.name] : undefined;
      if (constant !== undefined) return constant;
      throw new ExpressionError(`"${node.name}" is not a number; write numbers instead of names`);
    }
    if (isFunction(node)) return callFunction(node);
    if (isOperator(node)) return applyOperator(node);
    throw new ExpressionError("only arithmetic is possible here");
  }

  function callFunction(node: FunctionNode): number {
    const { name } = node.fn;
    const known = typeof name === "string" && Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    if (!known)
      throw new ExpressionError(`there is no function "${name ?? ""}"; there are ${Object.keys(FUNCTIONS).join(", ")}`);
    if (node.args.length < known.least || node.args.length > known.most)
      throw new ExpressionError(
        `${name} takes ${known.most === 1 ? "one number" : `${known.least} to ${known.most} numbers`}, not ${node.args.length}`,
      );
    return known.call(...node.args.map(calculate));
  }

  function applyOperator(node: OperatorNode): number {
    const [left, right] = node.args;
    if (left && node.fn === "unaryMinus") return -calculate(left);
    if (left && node.fn === "unaryPlus") return calculate(left);
    const operation = Object.hasOwn(OPERATORS, node.fn) ? OPERATORS[node.fn] : undefined;
    if (!operation || !left || !right)
      throw new ExpressionError(`the operator ${node.op} is not arithmetic; there are + - * / ^ %`);
    if (node.implicit) throw new ExpressionError("an operator is missing between two numbers; write * to multiply");
    return operation(calculate(left), calculate(right));
  }

  return calculate(tree);
}

function finite(value: number, node: MathNode): number {
  if (Number.isFinite(value)) return value;
  if (Number.isNaN(value)) throw new ExpressionError(`${describe(node)} is not a real number`);
  throw new ExpressionError(`${describe(node)} is too large`);
}

function describe(node: MathNode): string {
  if (isFunction(node)) return `${node.fn.name} of this`;
  return isOperator(node) ? `a result of ${node.op}` : "a number";
}

function sqrt(value: number): number {
  if (value < 0) throw new ExpressionError("sqrt takes a number that is not negative");
  return Math.sqrt(value);
}

function log(value: number): number {
  if (value <= 0) throw new ExpressionError("log takes a number above 0");
  return Math.log(value);
}

function round(value: number, digits = 0): number {
  if (!Number.isInteger(digits) || Math.abs(digits) > 15)
    throw new ExpressionError("round takes a whole number of digits between -15 and 15");
  // Through the decimal form: 1.005 * 100 is 100.49999999999999.
  const [mantissa, exponent = "0"] = Math.abs(value).toExponential().split("e");
  const shifted = Math.round(Number(`${mantissa}e${Number(exponent) + digits}`));
  // So large that it has no such digits.
  if (!Number.isFinite(shifted)) return value;
  const [whole, power = "0"] = shifted.toExponential().split("e");
  return Math.sign(value) * Number(`${whole}e${Number(power) - digits}`);
}

type OperatorNode = MathNode & { op: string; fn: string; implicit: boolean; args: MathNode[] };
type FunctionNode = MathNode & { fn: { name?: string }; args: MathNode[] };
const isOperator = (node: MathNode): node is OperatorNode => node.type === "OperatorNode";
const isFunction = (node: MathNode): node is FunctionNode => node.type === "FunctionNode";
const isParenthesis = (node: MathNode): node is MathNode & { content: MathNode } => node.type === "ParenthesisNode";
const isConstant = (node: MathNode): node is MathNode & { value: unknown } => node.type === "ConstantNode";
const isSymbol = (node: MathNode): node is MathNode & { name: string } => node.type === "SymbolNode";
