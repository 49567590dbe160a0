import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { StudioError } from "@/domain/errors";
import { decompress } from "./decompress";
import { collect, inChunks } from "./testing";

const text = Buffer.from("one\ntwo\n".repeat(10_000));
const read = async (bytes: Buffer, size?: number) => Buffer.concat(await collect(decompress(inChunks(bytes, size))));

test("gzip is told from its bytes, in chunks of any size", async () => {
  for (const size of [1, 3, 1 << 16]) {
    expect((await read(gzipSync(text), size)).equals(text)).toBe(true);
    expect((await read(text.subarray(0, 100), size)).equals(text.subarray(0, 100))).toBe(true);
  }
  expect(await read(Buffer.alloc(0))).toEqual(Buffer.alloc(0));
  expect(await read(Buffer.from("x"))).toEqual(Buffer.from("x"));
});

test("several members in a row", async () => {
  const twice = await read(Buffer.concat([gzipSync("one\n"), gzipSync("two\n")]));
  expect(twice.toString()).toBe("one\ntwo\n");
});

test("damaged gzip is refused with what to do", async () => {
  const packed = gzipSync(text);
  await expect(read(packed.subarray(0, packed.length - 20))).rejects.toThrow(/cut short/);
  const flipped = Buffer.from(packed);
  flipped.fill(0xff, 30, 60);
  await expect(read(flipped)).rejects.toThrow(StudioError);
  await expect(read(flipped)).rejects.toThrow(/damaged/);
});

test("a source that breaks off breaks off, with its own reason", async () => {
  async function* broken() {
    yield gzipSync(text).subarray(0, 50);
    throw new Error("connection lost");
  }
  await expect(collect(decompress(broken()))).rejects.toThrow("connection lost");
});

test("a reader that stops early closes the source", async () => {
  let closed = false;
  async function* endless() {
    try {
      for (;;) yield gzipSync(text);
    } finally {
      closed = true;
    }
  }
  for await (const _ of decompress(endless())) break;
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(closed).toBe(true);
});
