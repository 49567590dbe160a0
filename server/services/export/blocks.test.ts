import { randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { BlockWriter, GrowingBytes } from "./blocks";

const MB = 1 << 20;
const joined = (growing: GrowingBytes) => {
  const writer = new BlockWriter();
  return Buffer.concat([...writer.write(growing.pieces()), writer.take()]);
};

test("bytes grow past what is kept in memory, and nothing stays behind", () => {
  const growing = new GrowingBytes();
  const parts: Buffer[] = [];
  // Uneven pieces, so that they never end where a block does; 32 MB is where the file begins.
  for (const size of [1, 70_001, 5 * MB + 3, 30 * MB - 7, 11, MB, 9 * MB + 1]) {
    const part = randomBytes(size);
    parts.push(part);
    growing.append(part);
    expect(joined(growing).equals(Buffer.concat(parts))).toBe(true);
  }
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith(`swirl-export-${process.pid}-`))).toEqual([]);

  growing.clear();
  expect(joined(growing)).toHaveLength(0);
  growing.append(Buffer.from("again"));
  expect(joined(growing).toString()).toBe("again");
  growing.close();
});

test("bytes that fill blocks exactly are all there", () => {
  const growing = new GrowingBytes();
  const block = randomBytes(256 * 1024);
  for (let count = 1; count <= 131; count += 1) growing.append(block);
  expect(joined(growing).equals(Buffer.concat(Array.from({ length: 131 }, () => block)))).toBe(true);
  growing.close();
});
