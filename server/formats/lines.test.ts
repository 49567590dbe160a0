import fc from "fast-check";
import { expect, test } from "vitest";
import { readLines } from "./lines";
import { collect, inChunks } from "./testing";

const read = async (bytes: Buffer, chunk?: number, limit?: number) =>
  (await collect(readLines(inChunks(bytes, chunk), limit))).map(({ line, bytes, reject }) => ({
    line,
    text: bytes.toString("utf8"),
    ...(reject === undefined ? {} : { reject }),
  }));

test("line ends, byte order mark, blank lines, last line without an end", async () => {
  expect(await read(Buffer.from("\uFEFFone\r\n\n \t\r\ntwo\n\nthree"))).toEqual([
    { line: 1, text: "one" },
    { line: 4, text: "two" },
    { line: 6, text: "three" },
  ]);
  expect(await read(Buffer.from(""))).toEqual([]);
  expect(await read(Buffer.from("\n\n"))).toEqual([]);
});

test("any chunking gives the same lines", async () => {
  const piece = fc.constantFrom("a", "é😀", "\n", "\r\n", " ", "\r", '{"k":1}', "\uFEFF");
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 40 }), fc.integer({ min: 1, max: 9 }), async (pieces, size) => {
      const bytes = Buffer.from(pieces.join(""));
      const whole = await read(bytes, 1 << 20, 12);
      expect(await read(bytes, size, 12)).toEqual(whole);
      const expected = pieces
        .join("")
        .replace(/^\uFEFF/, "")
        .split("\n")
        .map((text, index) => ({ line: index + 1, text: text.replace(/\r$/, "") }))
        .filter(({ text }) => /[^ \t\r]/.test(text) || text.length > 12);
      expect(whole.map(({ line }) => line)).toEqual(expected.map(({ line }) => line));
    }),
  );
});

test("a line of exactly the limit is read, a longer one is a reject", async () => {
  const limit = 1000;
  const text = `${"x".repeat(limit)}\r\n${"y".repeat(limit + 1)}\nz`;
  for (const size of [1, 7, 999, 1 << 20]) {
    const [first, second, third] = await read(Buffer.from(text), size, limit);
    expect(first).toEqual({ line: 1, text: "x".repeat(limit) });
    expect(second).toMatchObject({ line: 2, reject: "longer than 1000 bytes" });
    expect(third).toEqual({ line: 3, text: "z" });
  }
});

test("a line of a gigabyte is never held", async () => {
  const chunk = Buffer.alloc(1 << 20, "x");
  async function* gigabyte() {
    for (let i = 0; i < 1024; i++) yield chunk;
    yield Buffer.from("\nlast\n");
  }
  const before = process.memoryUsage().arrayBuffers;
  const lines = await collect(readLines(gigabyte()));
  expect(lines.map(({ line, reject }) => [line, reject])).toEqual([
    [1, "longer than 480 MiB"],
    [2, undefined],
  ]);
  expect(lines[0]?.bytes.length).toBe(1 << 20);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(200 << 20);
});
