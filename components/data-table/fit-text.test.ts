import { expect, it } from "vitest";
import { fitText } from "./fit-text";

const fit = (text: string, width: number) => fitText(text, width, () => 1);

it("keeps what fits and cuts at a word what does not", () => {
  expect(fit("Who wrote it?", 13)).toBe("Who wrote it?");
  expect(fit("Who wrote it?", 12)).toBe("Who wrote…");
  expect(fit("Who  wrote\nit?", 13)).toBe("Who wrote it?");
  expect(fit("Paris, Lyon", 9)).toBe("Paris…");
});

it("cuts inside the first word only, and never inside a character", () => {
  expect(fit("Donaudampfschiff", 6)).toBe("Donau…");
  expect(fit("😀😀😀😀", 3)).toBe("😀😀…");
});
