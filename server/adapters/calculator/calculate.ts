/** The calculator tool: arithmetic on plain numbers. mathjs parses; what may be calculated is decided here. */
import { create, parseDependencies } from "mathjs/number";
import { ExpressionError, evaluate } from "./evaluate";
import { readNumberForms } from "./read-number-forms";

const MAX_CHARACTERS = 1_000;
const MAX_DEPTH = 50;
/** Digits of a double that floating-point dust leaves alone */
const PRECISION = 14;

const { parse } = create(parseDependencies ?? {}, {});

/** The result as text, or a text that begins with "Error:" and says what is wrong. Never throws. */
export function calculate(expression: string): string {
  if (expression.length > MAX_CHARACTERS)
    return `Error: the expression is longer than ${MAX_CHARACTERS.toLocaleString("en-US")} characters; calculate it in parts.`;
  try {
    const plain = readNumberForms(expression);
    refuseOther(plain);
    if (depthOf(plain) > MAX_DEPTH) return `Error: parentheses are nested more than ${MAX_DEPTH} deep.`;
    return formatResult(evaluate(parse(plain)));
  } catch (error) {
    if (error instanceof ExpressionError || error instanceof SyntaxError) return `Error: ${sentence(error.message)}`;
    // A chain of signs or powers nests as well.
    if (error instanceof RangeError) return "Error: the expression is nested too deeply; calculate it in parts.";
    throw error;
  }
}

/** Leaves the parser with arithmetic only, so that a tree never grows beyond its text: mathjs doubles a in a + 5%. */
function refuseOther(expression: string): void {
  const other = /[^\w\s.,+\-*/^%()]/u.exec(expression)?.[0];
  if (other)
    throw new ExpressionError(`${nameOf(other)} is not arithmetic; there are numbers, + - * / ^ % and parentheses`);
  if (/%\s*([-+*/^%),]|$)/.test(expression))
    throw new ExpressionError("% is the remainder of a division by a number or a parenthesis; for percent write / 100");
}

/** Of characters that cannot be seen, the number. */
function nameOf(character: string): string {
  if (!/\p{C}/u.test(character)) return `"${character}"`;
  return `the character U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0")}`;
}

function depthOf(expression: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of expression) {
    if (character === "(") deepest = Math.max(deepest, ++depth);
    else if (character === ")") depth -= 1;
  }
  return deepest;
}

/** Whole numbers exactly, as far as doubles hold them; others with 14 significant digits and no trailing zeros. */
function formatResult(value: number): string {
  if (Number.isSafeInteger(value)) return String(value + 0);
  const rounded = Number(value.toPrecision(PRECISION));
  if (Math.abs(rounded) < Number.MAX_SAFE_INTEGER) return String(rounded + 0);
  return rounded.toExponential().replace("e+", "e");
}

const sentence = (message: string) => `${message.replace(/\.$/, "")}.`;
