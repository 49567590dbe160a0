import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, readFile, realpath, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findOutFile, writeOutFile } from "./out-file";

let folder = "";
beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "swirl-out-")));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const at = (name: string) => join(folder, name);
const never = new AbortController().signal;

async function* chunks(...texts: string[]) {
  for (const text of texts) yield Buffer.from(text);
}

async function write(out: string, ...texts: string[]) {
  await writeOutFile(await findOutFile(out), chunks(...texts), never);
}

test("a file is written, and one that is there is replaced", async () => {
  await write(at("a.jsonl"), "1\n", "2\n");
  await write(at("a.jsonl"), "3\n");
  expect(await readFile(at("a.jsonl"), "utf8")).toBe("3\n");
});

test("a write that breaks off leaves what was there, and no part of itself", async () => {
  await writeFile(at("kept.jsonl"), "before");
  async function* broken() {
    yield Buffer.from("half");
    throw new Error("lost");
  }
  await expect(writeOutFile(await findOutFile(at("kept.jsonl")), broken(), never)).rejects.toThrow("lost");
  expect(await readFile(at("kept.jsonl"), "utf8")).toBe("before");
  expect((await readdir(folder)).filter((name) => name.endsWith(".part"))).toEqual([]);
});

test("a pipe or a device is written to, and stays what it is", async () => {
  execFileSync("mkfifo", [at("pipe")]);
  const [, read] = await Promise.all([write(at("pipe"), "through"), readFile(at("pipe"), "utf8")]);
  expect(read).toBe("through");
  expect((await stat(at("pipe"))).isFIFO()).toBe(true);
});

test("a link stays a link", async () => {
  await writeFile(at("target.jsonl"), "old");
  await symlink(at("target.jsonl"), at("link.jsonl"));
  await write(at("link.jsonl"), "new");
  expect(await readFile(at("target.jsonl"), "utf8")).toBe("new");
  expect(await realpath(at("link.jsonl"))).toBe(at("target.jsonl"));
});

test("what cannot be written is said in words, before anything is done", async () => {
  await expect(findOutFile("")).rejects.toThrow("is empty");
  await expect(findOutFile(folder)).rejects.toThrow("is a directory");
  await expect(findOutFile(at("none/x.jsonl"))).rejects.toThrow(`there is no folder ${at("none")}`);
});
