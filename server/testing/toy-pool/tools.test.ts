import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { randomFor } from "@/domain/random";
import { encyclopediaArticles } from "./articles";
import { calculate, formatNumber } from "./expression";
import { buildSearch } from "./search";
import { countTokens } from "./tokens";

/** An expression with its value, as JavaScript itself works it out. */
const expression = fc.letrec<{ node: { text: string; value: number } }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    fc.integer({ min: 0, max: 999 }).map((value) => ({ text: String(value), value })),
    fc.tuple(tie("node"), fc.constantFrom("+", "-", "*"), tie("node")).map(([left, operator, right]) => ({
      text: `(${left.text}) ${operator} (${right.text})`,
      value:
        operator === "+"
          ? left.value + right.value
          : operator === "-"
            ? left.value - right.value
            : left.value * right.value,
    })),
  ),
})).node;

describe("calculator", () => {
  test("agrees with arithmetic", () => {
    fc.assert(
      fc.property(expression, ({ text, value }) => {
        expect(calculate(text)).toEqual({ ok: true, value, text: formatNumber(value) });
      }),
    );
  });

  test.each([
    ["2 + 3 * 4", "14"],
    ["2 - 3 - 4", "-5"],
    ["100 / 8 / 5", "2.5"],
    ["-(2 + 3) * 2", "-10"],
    ["0.1 + 0.2", "0.3"],
    ["17 * 1.5 / 0.25", "102"],
    ["1 / 3", "0.333333"],
  ])("%s is %s", (text, value) => {
    expect(calculate(text).text).toBe(value);
  });

  test.each([
    ["24 *", "Error: unexpected end of expression"],
    ["(24 * 3", "Error: missing )"],
    ["24 * 3)", 'Error: unexpected ")" at character 7'],
    ["$24 * $3", 'Error: unexpected "$" at character 1'],
    ["24 3", 'Error: unexpected "3" at character 4'],
    ["24 / (3 - 3)", "Error: division by zero"],
    ["", "Error: unexpected end of expression"],
  ])("%j is refused", (text, error) => {
    expect(calculate(text)).toEqual({ ok: false, text: error });
  });

  test("never throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."0123456789.+-*/() x$=") }), (text) => {
        calculate(text);
      }),
    );
  });
});

describe("search", () => {
  const articles = encyclopediaArticles();
  const search = buildSearch(articles);

  test("finds every article by its title", () => {
    for (const { title } of articles) expect(search(title).map(({ article }) => article.title)).toContain(title);
  });

  test("returns at most three, best first, and nothing for words that do not occur", () => {
    const scores = search("river through the town").map(({ score }) => score);
    expect(scores.length).toBe(3);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(search("zebra of the")).toEqual([]);
  });
});

describe("chance", () => {
  test("is the same for the same name and differs between names", () => {
    const draw = (name: string) => Array.from({ length: 20 }, randomFor(name).next);
    expect(draw("a")).toEqual(draw("a"));
    expect(draw("a")).not.toEqual(draw("b"));
  });

  test("is even", () => {
    const random = randomFor("even");
    const draws = Array.from({ length: 8000 }, () => random.int(1, 4));
    for (const value of [1, 2, 3, 4]) expect(draws.filter((draw) => draw === value).length / 2000).toBeCloseTo(1, 0);
    const weighted = Array.from({ length: 8000 }, () =>
      random.weighted([
        ["a", 1],
        ["b", 3],
      ] as const),
    );
    expect(weighted.filter((draw) => draw === "b").length / 6000).toBeCloseTo(1, 1);
    expect(new Set(random.shuffled([1, 2, 3, 4, 5]))).toEqual(new Set([1, 2, 3, 4, 5]));
  });
});

test("tokens are words times 1.3, calls included", () => {
  expect(countTokens({ role: "user", content: "one two three" })).toBe(4);
  const call = { function: { name: "search", arguments: '{"query":"River Selk"}' } };
  expect(countTokens({ role: "assistant", content: "", tool_calls: [call] })).toBe(4);
  expect(countTokens({ role: "assistant", content: "" })).toBe(0);
});
