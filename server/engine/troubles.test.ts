import { expect, test } from "vitest";
import { Troubles } from "./troubles";

const settled = () => new Promise(setImmediate);

test("tells what changes, from both sources, and at first that nothing is wrong", async () => {
  const told: (string | null)[] = [];
  const troubles = new Troubles(async (trouble) => void told.push(trouble));
  for (const [source, trouble] of [
    ["endpoint", null],
    ["endpoint", null],
    ["tool", "No retriever."],
    ["endpoint", "No reply."],
    ["tool", null],
    ["endpoint", null],
  ] as const) {
    troubles.set(source, trouble);
    await settled();
  }
  expect(told).toEqual([null, "No retriever.", "No reply. No retriever.", "No reply.", null]);
});

test("what changes while it is telling is told afterwards, in one; what could not be told does not stop it", async () => {
  const told: (string | null)[] = [];
  let go = () => {};
  const troubles = new Troubles(async (trouble) => {
    told.push(trouble);
    await new Promise<void>((resolve) => {
      go = resolve;
    });
    throw new Error("the database is away");
  });
  troubles.set("tool", "one");
  troubles.set("tool", "two");
  troubles.set("tool", "three");
  expect(told).toEqual(["one"]);
  go();
  await settled();
  expect(told).toEqual(["one", "three"]);
});
