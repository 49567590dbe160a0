import { expect, test } from "vitest";
import { backoff } from "./backoff";

test("waits longer each time, up to a quarter of a minute, and not all tabs alike", () => {
  expect([0, 1, 2, 3].map((failures) => backoff(failures, 1))).toEqual([500, 1_000, 2_000, 4_000]);
  expect(backoff(50, 1)).toBe(15_000);
  expect(backoff(50, 0)).toBe(7_500);
});
