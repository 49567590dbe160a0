import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { calculate as simple } from "@/server/testing/toy-pool/expression";
import { calculate } from "./calculate";

test.each([
  ["2 + 3 * 4", "14"],
  ["2 - 3 - 4", "-5"],
  ["-2^2", "-4"],
  ["2^3^2", "512"],
  ["2 ** 10", "1024"],
  ["0.1 + 0.2", "0.3"],
  ["1 / 3", "0.33333333333333"],
  ["-7 % 3", "2"],
  ["8 % (-3) + 7 mod 4", "2"],
  ["1 +\n2", "3"],
  ["sqrt(16) + abs(-3) + floor(2.9) + ceil(2.1)", "12"],
  ["round(1.005, 2)", "1.01"],
  ["round(-2.5)", "-3"],
  ["round(12345, -2)", "12300"],
  ["round(1e300, 15)", "1e300"],
  ["min(3, 1, 2) + max(100,200)", "201"],
  ["log(exp(2)) + ln(e)", "3"],
  ["2 * pi", "6.2831853071796"],
  ["-0", "0"],
  ["2^53 - 1", "9007199254740991"],
  ["2^60", "1.1529215046068e18"],
  ["1e-9", "1e-9"],
  ["12 × 3 ÷ 4 − 1", "8"],
  ["20 x 3", "60"],
  ["$1,234,567.50 - $0.50 =", "1234567"],
  ["(1,000 + 2) * 3", "3006"],
])("%s is %s", (expression, value) => {
  expect(calculate(expression)).toBe(value);
});

test.each([
  ["", "the expression is empty"],
  ["1 / 0", "division by zero"],
  ["5 % 0", "the remainder of a division by zero"],
  ["9^9^9^9", "a result of ^ is too large"],
  ["1e400", "a number is too large"],
  ["(-8)^(1/3)", "a result of ^ is not a real number"],
  ["sqrt(-1)", "sqrt takes a number that is not negative"],
  ["log(0)", "log takes a number above 0"],
  ["sqrt(1,234)", "sqrt takes one number, not 2"],
  ["round(5, 1e9)", "round takes a whole number of digits between -15 and 15"],
  ["12,34", "Unexpected operator , (char 3)"],
  ["price * 2", '"price" is not a number'],
  ["2(3)", "an operator is missing"],
  ["5!", '"!" is not arithmetic'],
  ["3 > 2", '">" is not arithmetic'],
  ["x = 5", '"=" is not arithmetic'],
  ["[1, 2]", '"[" is not arithmetic'],
  ["'a'", `"'" is not arithmetic`],
  ["1 ? 2 : 3", '"?" is not arithmetic'],
  ["1 # 2", '"#" is not arithmetic'],
  ["\ud800", "the character U+D800 is not arithmetic"],
  ["1\u00002", "is not arithmetic"],
  ["1\n2", 'Unexpected part "2"'],
  ["not 1", "the operator not is not arithmetic"],
  ["1 to 2", "the operator to is not arithmetic"],
  ["a.b", "only arithmetic is possible here"],
  ["50 * 20%", "for percent write / 100"],
  ["20% + 5", "for percent write / 100"],
  ["100 + 5%", "for percent write / 100"],
  ["import(1)", 'there is no function "import"'],
  ["constructor(1)", 'there is no function "constructor"'],
  ["sqrt.constructor(1)", "there is no function"],
  ["__proto__", '"__proto__" is not a number'],
])("%s is refused: %s", (expression, reason) => {
  const answer = calculate(expression);
  expect(answer).toMatch(/^Error: .+\.$/);
  expect(answer).toContain(reason);
});

describe("bounds", () => {
  test.each([
    ["too long", `${"1+".repeat(500)}1`],
    ["nested parentheses", `${"(".repeat(400)}1${")".repeat(400)}`],
    ["unclosed parentheses", "(".repeat(999)],
    ["a tree that the parser would double forty times", `${"(".repeat(40)}1${"+1%)".repeat(40)}`],
    ["powers", `${"9^".repeat(499)}9`],
  ])("%s", (_, expression) => {
    expect(calculate(expression)).toMatch(/^Error: /);
  });

  test("as much as fits is still calculated", () => {
    expect(calculate(`${"1+".repeat(499)}1`)).toBe("500");
    expect(calculate(`${"-".repeat(998)}1`)).toBe("1");
    expect(calculate(`${"(".repeat(50)}1${")".repeat(50)}`)).toBe("1");
  });
});

test("agrees with another evaluation where both know the grammar", () => {
  const expression = fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      fc.integer({ min: 0, max: 999 }).map(String),
      fc.double({ min: 0, max: 999, noNaN: true }).map((value) => value.toFixed(2)),
      fc.tuple(tie("node"), fc.constantFrom("+", "-", "*", "/"), tie("node")).map((parts) => parts.join(" ")),
      tie("node").map((node) => `(${node})`),
      tie("node").map((node) => `-(${node})`),
    ),
  })).node;
  fc.assert(
    fc.property(expression, (text) => {
      const known = simple(text);
      const answer = calculate(text);
      if (known.ok) expect(Math.abs(Number(answer) - known.value)).toBeLessThanOrEqual(1e-12 * Math.abs(known.value));
      else expect(answer).toBe("Error: division by zero.");
    }),
  );
});

test("never throws, and always answers with a number or an error", () => {
  const word = fc.constantFrom(
    ..."0 1 9 . , + - * / ^ % ( ) [ ] { } ! = < > ? : ; ' \" $ × sqrt( max( e pi i x ' ' 1e99".split(" "),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(word, { maxLength: 60 }).map((words) => words.join("")),
        fc.string({ unit: "binary" }),
      ),
      (text) => {
        expect(calculate(text)).toMatch(/^(Error: [\s\S]+\.|-?\d+(\.\d+)?(e-?\d+)?)$/);
      },
    ),
  );
});
