import fc from "fast-check";
import { expect, test } from "vitest";
import { readSearchHits } from "../observation";
import { cutObservation } from "./cut-observation";
import { readPassages, writePassages } from "./search-observation";

const PASSAGES = [
  { title: "River Selk", text: "It rises in the Greyback Range.\n\n(2) It is long." },
  { title: null, text: "No title." },
];

test("a block a passage, as it is read back", () => {
  const text = writePassages(PASSAGES);
  expect(text).toBe("(1) River Selk\nIt rises in the Greyback Range.\n(2) It is long.\n\n(2)\nNo title.");
  expect(readPassages(text)).toEqual([
    { title: "River Selk", text: "It rises in the Greyback Range.\n(2) It is long." },
    { title: null, text: "No title." },
  ]);
});

test("other texts are not taken for passages", () => {
  for (const text of [
    "",
    "14",
    "(1)",
    "(1) one line",
    "(1) A\nb\n\nfurther text",
    "(2) A\nb",
    "Error: the query is empty.",
  ])
    expect(readPassages(text), text).toBeNull();
});

test("one that is cut still reads as passages", () => {
  const text = writePassages([{ title: "Long", text: "word ".repeat(100) }, ...PASSAGES]);
  expect(readSearchHits(cutObservation(text, 200))).toMatchObject([{ title: "Long", score: null }]);
  expect(readSearchHits(text)?.map((hit) => hit.title)).toEqual(["Long", "River Selk", null]);
});

test("whatever passages hold, there are as many after reading", () => {
  const passage = fc.record({
    title: fc.option(fc.string()),
    text: fc.string({ unit: fc.constantFrom("a", "\n", " ", "(", "2", ")") }),
  });
  fc.assert(
    fc.property(fc.array(passage, { minLength: 1, maxLength: 12 }), (passages) => {
      expect(readPassages(writePassages(passages))).toHaveLength(passages.length);
    }),
  );
});
