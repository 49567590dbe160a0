import { describe, expect, it } from "vitest";
import { formatLeft, formatRate, statusWords, trajectoriesHref } from "./words";

const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("formatRate", () => {
  it.each([
    [812.4, "812 a second"],
    [12.44, "12.4 a second"],
    [0.52, "31 a minute"],
    [0.05, "3.0 a minute"],
    [0.001, "3.6 an hour"],
  ])("%f → %s", (rate, words) => expect(formatRate(rate)).toBe(words));
});

describe("formatLeft", () => {
  it.each([
    [0.2, "a moment"],
    [7.2, "10 s"],
    [58.9, "1 m"],
    [192, "3 m 20 s"],
    [3_601, "1 h 1 m"],
  ])("%f s → %s", (seconds, words) => expect(plain(formatLeft(seconds))).toBe(words));
});

describe("statusWords", () => {
  it.each([
    [{ status: "running", message: null, workers: 2 }, "Running"],
    [{ status: "running", message: null, workers: 0 }, "Waiting for a worker"],
    [{ status: "paused", message: null, workers: 0 }, "Paused by you"],
    [{ status: "paused", message: "The endpoint is down.", workers: 1 }, "Paused by the studio"],
    [{ status: "done", message: null, workers: 0 }, "Done"],
  ] as const)("%o is %s", (progress, name) => expect(statusWords(progress).name).toBe(name));
});

it("links to the trajectories that ended in one way", () => {
  expect(trajectoriesHref({ kind: "rollout", runId: 3 }, "step-limit")).toBe("/trajectories?run=3&end=step-limit");
  expect(trajectoriesHref({ kind: "judging", runId: 3 }, "unreasonable")).toBe(
    "/trajectories?judge=3&process=unreasonable&scope=3",
  );
  expect(trajectoriesHref({ kind: "labelling", runId: 3 })).toBe("/trajectories?labels=3");
});
