import { mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { makePackage } from "./package";

test("the same files make the same bytes, in whatever order they come", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "swirl-test-"));
  const file = path.join(folder, "data.jsonl.gz");
  await writeFile(file, "lines");
  const entries: [string, string | Buffer | { file: string }][] = [
    ["b/config.yaml", "a: ü"],
    ["train.jsonl.gz", { file }],
    ["a.py", Buffer.from("print()")],
  ];
  const first = await makePackage(new Map(entries));
  await writeFile(file, "lines");
  const second = await makePackage(new Map(entries.toReversed()));
  const third = await makePackage(new Map([...entries, ["more.py", ""]]));
  expect(second.hash).toBe(first.hash);
  expect(await readFile(second.file)).toEqual(await readFile(first.file));
  expect(first.bytes).toBe((await readFile(first.file)).length);
  expect(third.hash).not.toBe(first.hash);
  for (const made of [first, second, third]) await made.remove();
  await expect(readFile(first.file)).rejects.toThrow();
  await rm(folder, { recursive: true });
});

test("what Ray would not take is refused with what to do, whether packed already or not", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "swirl-test-"));
  for (const name of ["packed.gz", "plain.bin"]) {
    const file = path.join(folder, name);
    await writeFile(file, "");
    await truncate(file, 101 * 1024 * 1024);
    const made = makePackage(new Map([["train.jsonl.gz", { file }]]));
    await expect(made).rejects.toMatchObject({ code: "invalid", message: expect.stringContaining("a folder that") });
  }
  await rm(folder, { recursive: true });
});

test("a file that is gone fails the package", async () => {
  await expect(makePackage(new Map([["a", { file: "/nonexistent/file" }]]))).rejects.toThrow(/ENOENT/);
});
