import { expect, test } from "vitest";
import { stepsInWords } from "./steps-in-words";

const bits = (text: string) => [...text].map((bit) => bit === "1");

test.each([
  ["11111", "all 5 steps"],
  ["1", "its step"],
  ["11100", "steps 1–3 of 5"],
  ["10110", "steps 1, 3, 4 of 5"],
  ["01000", "step 2 of 5"],
  ["1110111", "steps 1–3, 5–7 of 7"],
  ["1010101010", "5 of 10 steps"],
])("%s: %s", (steps, words) => expect(stepsInWords(bits(steps))).toBe(words));
