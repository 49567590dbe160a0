import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { toEntrypoint } from "./entrypoint";
import { LineSplitter } from "./line-splitter";
import { readLogsBody } from "./logs-body";
import { toJobState } from "./map";

const cutAt = (text: string, cuts: number[]) => {
  const at = [0, ...cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b), text.length];
  return at.slice(1).map((end, i) => text.slice(at[i], end));
};

test("lines are whole wherever the text is cut, and those that were had are left out", () => {
  const lines = fc.array(fc.string({ unit: "binary", maxLength: 5 }).map((line) => line.replaceAll("\n", "")));
  fc.assert(
    fc.property(lines, fc.array(fc.nat(60)), fc.nat(4), (lines, cuts, had) => {
      const splitter = new LineSplitter(had);
      const whole = lines.map((line) => `${line}\n`).join("");
      const read = cutAt(`${whole}rest`, cuts).flatMap((piece) => splitter.push(piece));
      expect(read).toEqual(lines.slice(had));
      expect(splitter.rest()).toBe(had > lines.length ? null : "rest");
    }),
  );
});

const unlike = () => new Error("unlike");
const readAll = async (bytes: Uint8Array, size: number) => {
  async function* pieces() {
    for (let i = 0; i < bytes.length; i += size) yield Buffer.from(bytes.slice(i, i + size));
  }
  const texts: string[] = [];
  for await (const text of readLogsBody(pieces(), unlike)) texts.push(text);
  return texts.join("");
};

test("a log's text is what JSON says it is, however it arrives", async () => {
  const ascii = (text: string) =>
    JSON.stringify(text).replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary" }), fc.boolean(), fc.integer({ min: 1, max: 9 }), async (log, a, n) => {
      const body = `{"logs": ${a ? ascii(log) : JSON.stringify(log)}}`;
      expect(await readAll(Buffer.from(body), n)).toBe(log);
    }),
  );
});

test.each(['{"logs": "cut', '{"logs": "bad \\q escape"}', '{"message": "x"}', "<html>", ""])(
  "a body that is no log: %s",
  async (body) => {
    await expect(readAll(Buffer.from(body.padEnd(200)), 64)).rejects.toThrow("unlike");
  },
);

test("a shell gives the words back as they were", () => {
  const word = fc.string({ unit: "binary" }).filter((text) => !text.includes("\0") && text.isWellFormed());
  fc.assert(
    fc.property(fc.array(word, { maxLength: 4 }), (words) => {
      const line = toEntrypoint([process.execPath, "-p", "JSON.stringify(process.argv.slice(1))", "--", ...words]);
      expect(JSON.parse(execFileSync("/bin/sh", ["-c", line], { encoding: "utf8" }))).toEqual(words);
    }),
    { numRuns: 15 },
  );
  expect(() => toEntrypoint([])).toThrow();
  expect(() => toEntrypoint(["a\0b"])).toThrow();
});

test.each([
  [
    {
      status: "FAILED",
      message:
        "Job entrypoint command failed with exit code 1, last available logs (truncated to 20,000 chars):\n\u001b[31mboom\u001b[0m\n",
    },
    "boom",
  ],
  [{ status: "FAILED", error_type: "JOB_SUPERVISOR_ACTOR_START_TIMEOUT", message: null }, /^No machine of the cluster/],
  [{ status: "FAILED", error_type: "RUNTIME_ENV_SETUP_FAILURE", message: "no zip" }, /package\. Ray says: no zip$/],
  [{ status: "FAILED", message: "x".repeat(9_000) }, /^…x{3999}$/],
  [{ status: "STOPPED", message: "Job was intentionally stopped." }, null],
] as const)("what is said of %o", (job, message) => {
  expect(toJobState(job).message).toEqual(message instanceof RegExp ? expect.stringMatching(message) : message);
});
