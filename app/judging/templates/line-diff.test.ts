import fc from "fast-check";
import { expect, test } from "vitest";
import { diffLines } from "./line-diff";

test("both texts can be read out of their difference", () => {
  const text = fc
    .array(fc.constantFrom("a", "b", "", "c d"), { minLength: 1, maxLength: 12 })
    .map((lines) => lines.join("\n"));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = diffLines(before, after);
      const without = (kind: string) =>
        lines
          .filter((line) => line.kind !== kind)
          .map((line) => line.text)
          .join("\n");
      expect([without("added"), without("removed")]).toEqual([before, after]);
      if (before === after) expect(lines.every((line) => line.kind === "same")).toBe(true);
    }),
  );
});

test("a changed line stands beside what it replaces", () => {
  expect(diffLines("one\ntwo\nthree", "one\n2\nthree")).toEqual([
    { kind: "same", text: "one" },
    { kind: "removed", text: "two" },
    { kind: "added", text: "2" },
    { kind: "same", text: "three" },
  ]);
});
