import { expect, test } from "vitest";
import { readableArguments } from "./readable-arguments";

test.each([
  ['{"query": "Adelaide"}', "query: Adelaide"],
  ['{"query_list": ["a b"]}', "query_list: a b"],
  ['{"query_list": ["a", "b"]}', 'query_list: "a", "b"'],
  ['{"a": 1, "b": true}', "a: 1\nb: true"],
])("%s reads as %s", (input, inline) => {
  expect(readableArguments(input, false).inline).toBe(inline);
});

test.each(["2 + 3", "{not json", '"a string"', "", '{"a":null}'])("%s stands as it was written", (input) => {
  expect(readableArguments(input, false)).toEqual({ inline: null, block: input });
});

test("longer JSON is indented, cut JSON is left alone", () => {
  const input = JSON.stringify({ path: "/a/b", edits: [{ from: 1, to: 2, text: "some longer replacement text" }] });
  expect(readableArguments(input, false).block).toContain('\n  "path"');
  expect(readableArguments(input, true).block).toBe(input);
});
