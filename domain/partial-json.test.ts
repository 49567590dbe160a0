import fc from "fast-check";
import { expect, test } from "vitest";
import { readJsonPrefix } from "./partial-json";

test("a whole text is the value", () => {
  expect(readJsonPrefix('{"a":[1,"x\\u0000",null]}')).toEqual({ value: { a: [1, "x\u0000", null] }, complete: true });
});

test.each([
  ['[{"role":"tool","content":"Hel', [{ role: "tool", content: "Hel" }]],
  ['["a\\', ["a"]],
  ['["a\\\\', ["a\\"]],
  ['["a\\u00', ["a"]],
  ['["a\\u0000\\ud83', ["a\u0000"]],
  ['["\\ud83d', ["\ud83d"]],
  ['["a\\\\u00', ["a\\u00"]],
  ["[1, 23", [1]],
  ["[true, fal", [true]],
  ['{"a":1,"b', { a: 1 }],
  ['{"a":1,"b":', { a: 1 }],
  ['{"a":1,', { a: 1 }],
  ["[", []],
  [
    '{"__proto__":1,"b":"',
    Object.fromEntries([
      ["__proto__", 1],
      ["b", ""],
    ]),
  ],
])("the prefix %s", (text, value) => {
  expect(readJsonPrefix(text)).toEqual({ value, complete: false });
});

test.each(["", "Hello", "{a", "[1 2", "[}", '{"a" 1'])("%s is not JSON", (text) => {
  expect(readJsonPrefix(text)).toEqual({ value: undefined, complete: false });
});

test("nesting without end is given up", () => {
  expect(readJsonPrefix("[".repeat(100_000)).value).toBeUndefined();
});

test("a prefix of any JSON text can be read, and its strings are prefixes", () => {
  fc.assert(
    fc.property(
      fc.jsonValue({ maxDepth: 5, stringUnit: "binary" }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (value, share) => {
        const text = JSON.stringify([value]);
        const cut = text.slice(0, 1 + Math.floor((text.length - 1) * share));
        const read = readJsonPrefix(cut);
        expect(Array.isArray(read.value)).toBe(true);
      },
    ),
  );
});
