import fc from "fast-check";
import { expect, test } from "vitest";
import { ChatFailure, ChatFailureKind, isPassing } from "../chat";
import { afterFailure, afterGood, countFailure, decide, downFor, MAX_BLAMED, newHealth, type Tries } from "./retry";

const failure = (kind: ChatFailureKind, retryAfterMs: number | null = null) =>
  new ChatFailure(kind, "It failed.", { retryAfterMs });
const seen = (failed: number, blamed = 0): Tries => ({ failed, blamed });

test("what will not pass is not sent again", () => {
  expect(decide(failure("misconfigured"), seen(1), () => 0)).toEqual({ do: "pause" });
  for (const kind of ["refused", "context-overflow"] as const)
    expect(decide(failure(kind), seen(1), () => 0)).toEqual({ do: "fail" });
});

test("waits are drawn from a span that doubles up to a bound", () => {
  const longest = (tries: number) => decide(failure("connection"), seen(tries), () => 0.999_999);
  expect(
    [1, 2, 3, 7, 50].map((tries) => longest(tries)).map((one) => one.do === "wait" && Math.round(one.waitMs)),
  ).toEqual([250, 500, 1_000, 15_000, 15_000]);
  expect(decide(failure("connection"), seen(9), () => 0)).toMatchObject({ waitMs: 0 });
  // Where others are answered meanwhile there is less to wait for.
  expect(decide(failure("timeout"), seen(50, 1), () => 0.5)).toMatchObject({ waitMs: 2_500 });
});

test("Retry-After is waited in full, by the whole endpoint, and jitter comes on top", () => {
  expect(decide(failure("rate-limited", 3_000), seen(1), () => 0.5)).toEqual({
    do: "wait",
    waitMs: 3_125,
    holdMs: 3_000,
  });
});

test("a wait is never negative nor without bound, whatever was drawn", () => {
  const kinds = fc.constantFrom(...ChatFailureKind.options.filter(isPassing));
  const draw = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(kinds, fc.integer({ min: 1, max: 1e9 }), draw, (kind, failed, drawn) => {
      const decision = decide(failure(kind), seen(failed), () => drawn);
      expect(decision.do === "wait" && decision.waitMs >= 0 && decision.waitMs <= 15_000).toBe(true);
    }),
  );
});

test("only a request that fails while others succeed is blamed, and only for what it may cause", () => {
  let tries = seen(0);
  for (let n = 0; n < 100; n++) tries = countFailure(tries, "server-error", false);
  expect(decide(failure("server-error"), tries, () => 0).do).toBe("wait");
  for (let n = 0; n < 100; n++) tries = countFailure(tries, "rate-limited", true);
  expect(tries).toEqual({ failed: 200, blamed: 0 });
  for (let n = 0; n < MAX_BLAMED; n++) {
    expect(decide(failure("timeout"), tries, () => 0).do).toBe("wait");
    tries = countFailure(tries, "timeout", true);
  }
  expect(decide(failure("timeout"), tries, () => 0).do).toBe("give-up");
});

test("an endpoint is down once it has given no good reply for as long as it may", () => {
  expect(downFor(newHealth(), 1e9, 1)).toBeNull();
  let health = afterFailure(afterGood(1_000), 500, "It failed.");
  expect(health.failingSince).toBe(1_000);
  health = afterFailure(health, 4_000, "Again.");
  expect(downFor(health, 10_999, 10_000)).toBeNull();
  expect(downFor(health, 11_000, 10_000)).toBe(10_000);
  expect(health.lastFailure).toBe("Again.");
  expect(downFor(afterGood(11_000), 99_000, 10_000)).toBeNull();
  // A first request that hung counts from when it was sent.
  expect(downFor(afterFailure(newHealth(), 0, "No reply came."), 120_000, 120_000)).toBe(120_000);
});
