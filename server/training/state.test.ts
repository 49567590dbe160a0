import { describe, expect, test } from "vitest";
import { lastError } from "./last-error";
import { type Decision, decide, type Facts } from "./state";
import { troubleText } from "./trouble";

const FACTS: Facts = {
  job: { status: "running", message: null, exitCode: null },
  ending: null,
  isStopWished: false,
  isSubmitted: true,
  hasCheckpoint: true,
  log: "",
};
const job = (
  status: NonNullable<Facts["job"]>["status"],
  exitCode: number | null = null,
  message: string | null = null,
) => ({
  job: { status, exitCode, message },
});
const FAILED = { ending: { event: "failed", message: "model.path: none." } } as const;
const DONE = { ending: { event: "done" } } as const;
const STOPPED = { ending: { event: "stopped" } } as const;
const WISH = { isStopWished: true };
const TRACEBACK = `Loading
Traceback (most recent call last):
  File "train.py", line 3, in <module>
    import trl
torch.OutOfMemoryError: CUDA out of memory.
Tried to allocate 2 GiB.`;

const TABLE: [string, Partial<Facts>, Decision["status"], string | null | RegExp][] = [
  ["it waits", job("pending", null, "Waits for a GPU."), "pending", "Waits for a GPU."],
  ["it waits, and is to stop", { ...job("pending"), ...WISH }, "stopping", null],
  ["it runs", {}, "running", null],
  ["it runs, and is to stop", WISH, "stopping", null],
  ["an ending does not count while the job runs", DONE, "running", null],
  ["done", { ...job("succeeded", 0), ...DONE }, "done", null],
  ["done before the stop came", { ...job("stopped"), ...DONE, ...WISH }, "done", null],
  ["done, then its process broke", { ...job("failed", 1), ...DONE }, "done", null],
  ["done, then forgotten", { job: null, ...DONE }, "done", null],
  [
    "the trainer's sentence wins",
    { ...job("failed", 1, "exit code 1"), ...FAILED, log: TRACEBACK },
    "failed",
    "model.path: none.",
  ],
  ["it failed, though a stop was wished", { ...job("failed", 1), ...FAILED, ...WISH }, "failed", "model.path: none."],
  ["stopped from here", { ...job("stopped"), ...STOPPED, ...WISH }, "stopped", null],
  ["stopped from here, killed before it said so", { ...job("failed", -9), ...WISH }, "stopped", null],
  ["it ended by itself after the stop", { ...job("succeeded", 0), ...STOPPED, ...WISH }, "stopped", null],
  ["stopped at the engine", job("stopped"), "stopped", /not from the studio/],
  ["stopped before there was a job", { job: null, isSubmitted: false, ...WISH }, "stopped", /before its job/],
  ["forgotten", { job: null }, "lost", /Resume to go on from its last checkpoint/],
  ["forgotten without a checkpoint", { job: null, hasCheckpoint: false }, "lost", /Resume to begin again/],
  [
    "it failed without a word: the log's end",
    { ...job("failed", 1), log: TRACEBACK },
    "failed",
    /exit code 1.*\n.*OutOfMemoryError.*\nTried/,
  ],
  ["memory ran out", job("failed", 137), "failed", /memory ran out/],
  [
    "it failed and wrote nothing",
    job("failed", null, "No node has this package."),
    "failed",
    /No node has this package/,
  ],
  ["it ended too early", { ...job("succeeded", 0), log: "bye" }, "failed", /without saying that it is done.*\nbye/],
];

describe("decide", () => {
  test.each(TABLE)("%s", (_, facts, status, message) => {
    const decision = decide({ ...FACTS, ...facts });
    expect(decision.status).toBe(status);
    if (message instanceof RegExp) expect(decision.message).toMatch(message);
    else expect(decision.message).toBe(message);
  });
});

test("the end of a log without an exception is its last lines; an empty one says nothing", () => {
  expect(lastError("one\n\ntwo\nthree\nfour\nfive\n")).toBe("two\nthree\nfour\nfive");
  expect(lastError("\n\n")).toBeNull();
});

test("since when an engine is silent stays, whatever reason is added", () => {
  const first = troubleText(null, "Nobody listens there.", new Date("2026-03-01T10:00:30Z"));
  const later = troubleText(first, "It takes too long.", new Date("2026-03-01T12:00:00Z"));
  expect(later).toMatch(/^The engine has not answered since 2026-03-01 10:00 UTC\. .*It takes too long\.$/);
});
