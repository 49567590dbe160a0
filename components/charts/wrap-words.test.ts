import { expect, test } from "vitest";
import { wrapWords } from "./wrap-words";

test("breaks between words, and loses none", () => {
  expect(wrapWords("Share of right  answers,\nwith 95 % intervals.", 16)).toEqual([
    "Share of right",
    "answers, with 95",
    "% intervals.",
  ]);
  expect(wrapWords("unbreakable word", 4)).toEqual(["unbreakable", "word"]);
  expect(wrapWords("", 10)).toEqual([]);
});
