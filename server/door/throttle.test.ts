import { expect, test } from "vitest";
import { createThrottle } from "./throttle";

test("guessing goes on after a minute, for each address by itself, in bounded memory", () => {
  const throttle = createThrottle();
  for (let count = 0; count < 10; count++) throttle.countFailure("a", 0);
  expect([throttle.isBlocked("a", 59_999), throttle.isBlocked("b", 0), throttle.isBlocked("a", 60_000)]).toEqual([
    true,
    false,
    false,
  ]);
  for (let index = 0; index < 30_000; index++) throttle.countFailure(`address ${index}`, 0);
  expect(throttle.isBlocked("a", 0)).toBe(false);
});
