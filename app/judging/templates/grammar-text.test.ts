import { expect, test } from "vitest";
import { ReplyGrammar } from "@/domain/judging/grammar";
import { describeGrammar, fromFields, toFields } from "./grammar-text";

const words = { reasonable: ["good", "yes"], unreasonable: ["bad"] };

test.each<ReplyGrammar>([
  { form: "lines", ruling: "Ruling", score: null, words },
  { form: "lines", ruling: "Ruling", score: "Score", words: { ...words, neutral: ["so-so"] } },
  { form: "json", ruling: "ruling", score: "score", rationale: "reasons", words },
])("a grammar survives its form: %j", (grammar) => {
  expect(ReplyGrammar.parse(fromFields(toFields(grammar)))).toEqual(grammar);
});

test("says in a sentence what a reply must hold", () => {
  expect(describeGrammar({ form: "lines", ruling: "Ruling", score: "Score", words })).toBe(
    "A line “Ruling: …” that says good, yes or bad; a score 0 to 100 as “Score”",
  );
});
