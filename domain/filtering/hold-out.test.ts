import { expect, test } from "vitest";
import { HoldOut } from "./filter";
import { HeldOutQuestions, normaliseQuestion, wordRuns } from "./hold-out";

test("case, punctuation and spacing do not tell questions apart; letters of any script do", () => {
  expect(normaliseQuestion("  What’s 2+2,\n please? ")).toBe("what s 2 2 please");
  expect(normaliseQuestion("Où est la Straße?")).toBe("où est la straße");
  expect(normaliseQuestion("ﬁve")).toBe("five");
  expect([...wordRuns("a b c d", 3)]).toEqual(["a b c", "b c d"]);
  expect([...wordRuns("a b", 3)]).toEqual([]);
});

test("a question overlaps by its text, or by words in a row", () => {
  const held = new HeldOutQuestions(HoldOut.parse({ sets: [1], byWords: 4 }));
  held.add("Who was the first mayor of Quillon?");
  expect(held.reasonFor("who was the FIRST mayor of quillon")).toBe("text");
  expect(held.reasonFor("Say: who was the first to swim?")).toBe("words");
  expect(held.reasonFor("Who was a mayor of Quillon?")).toBeNull();
  const onlyText = new HeldOutQuestions(HoldOut.parse({ sets: [1], byWords: null }));
  onlyText.add("Who was the first mayor of Quillon?");
  expect(onlyText.reasonFor("Say: who was the first mayor of Quillon")).toBeNull();
});
