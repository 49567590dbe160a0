/** The toy calculator: numbers, + - * / and parentheses. */

/** What a calculator call returns: the value, or an error that the policy reads as its observation. */
export type Calculation = { ok: true; value: number; text: string } | { ok: false; text: string };

class ExpressionError extends Error {}

/** Evaluates an expression. A malformed one gives a text that begins with "Error:", and never throws. */
export function calculate(expression: string): Calculation {
  try {
    const value = evaluate(expression);
    return { ok: true, value, text: formatNumber(value) };
  } catch (error) {
    if (error instanceof ExpressionError) return { ok: false, text: `Error: ${error.message}` };
    throw error;
  }
}

/** A number without floating-point dust: at most six decimals, no trailing zeros. */
export function formatNumber(value: number): string {
  return String(Math.round(value * 1e6) / 1e6);
}

function evaluate(expression: string): number {
  const tokens = [...expression.matchAll(/\s*(?:(\d+(?:\.\d+)?)|(\S))/g)].map((match) => ({
    number: match[1] === undefined ? null : Number(match[1]),
    symbol: match[2] ?? "",
    at: (match.index ?? 0) + match[0].length,
  }));
  let position = 0;
  const peek = () => tokens[position];
  const isNext = (symbols: string) => {
    const token = peek();
    return token !== undefined && token.number === null && symbols.includes(token.symbol);
  };

  function sum(): number {
    let value = product();
    while (isNext("+-")) value = tokens[position++]?.symbol === "+" ? value + product() : value - product();
    return value;
  }
  function product(): number {
    let value = factor();
    while (isNext("*/")) {
      if (tokens[position++]?.symbol === "*") {
        value *= factor();
        continue;
      }
      const divisor = factor();
      if (divisor === 0) throw new ExpressionError("division by zero");
      value /= divisor;
    }
    return value;
  }
  function factor(): number {
    const token = peek();
    if (token === undefined) throw new ExpressionError("unexpected end of expression");
    position++;
    if (token.number !== null) return token.number;
    if (token.symbol === "-") return -factor();
    if (token.symbol !== "(") throw new ExpressionError(`unexpected "${token.symbol}" at character ${token.at}`);
    const value = sum();
    if (!isNext(")")) throw new ExpressionError("missing )");
    position++;
    return value;
  }

  const value = sum();
  const rest = peek();
  if (rest === undefined) return value;
  throw new ExpressionError(`unexpected "${rest.number ?? rest.symbol}" at character ${rest.at}`);
}
