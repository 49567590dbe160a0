import { expect, test } from "vitest";
import { ModelSettings, WeightsHash } from "./model";

test("a hash is 64 hexadecimal digits, however it is written", () => {
  const hash = "0123456789abcdef".repeat(4);
  expect(WeightsHash.parse(` sha256:${hash.toUpperCase()} `)).toBe(hash);
  expect(WeightsHash.safeParse(hash.slice(1)).success).toBe(false);
});

test("only a checkpoint has a parent", () => {
  expect(ModelSettings.safeParse({ name: "m", kind: "base", parentId: 1 }).success).toBe(false);
  expect(ModelSettings.safeParse({ name: "m", kind: "checkpoint", parentId: 1 }).success).toBe(true);
});
