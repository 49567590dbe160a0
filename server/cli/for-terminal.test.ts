import { expect, test } from "vitest";
import { forTerminal } from "./for-terminal";

test("a name from a file cannot steer the terminal", () => {
  expect(forTerminal("a\u001b[2J\u001b]0;x\u0007\r\u009b31m\u007f")).toBe(
    "a\ufffd[2J\ufffd]0;x\ufffd\ufffd\ufffd31m\ufffd",
  );
});

test("everything else stays", () => {
  const text = "Trajektorien\t1\n漢字 😀 – \u00e9";
  expect(forTerminal(text)).toBe(text);
});
