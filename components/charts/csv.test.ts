import { expect, test } from "vitest";
import { toCsv } from "./csv";

test("quotes what needs quoting, and leaves out what is not known", () => {
  expect(
    toCsv(
      ["mode", "a, b"],
      [
        ["none", 1],
        ['say "hi"', null],
        ["two\nlines", 0.5],
      ],
    ),
  ).toBe('mode,"a, b"\r\nnone,1\r\n"say ""hi""",\r\n"two\nlines",0.5\r\n');
});

test("a tool's name is never a formula", () => {
  expect(toCsv(["tool"], [["=cmd()"], ["-1+1"]])).toBe("tool\r\n'=cmd()\r\n'-1+1\r\n");
});
