import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { StudioRecord } from "@/domain/studio-record";
import { poolText } from "./write";

const linesOf = (trajectories: number) => [...poolText({ trajectories, seed: "test" })].join("").trimEnd().split("\n");

test("every line is a record of the studio's own format", () => {
  for (const line of linesOf(130)) expect(StudioRecord.safeParse(JSON.parse(line)).error).toBeUndefined();
});

test("the same seed gives the same bytes, and a smaller pool is no other kind of pool", () => {
  const hash = (seed: string) =>
    createHash("sha256")
      .update([...poolText({ trajectories: 60, seed })].join(""))
      .digest("hex");
  expect(hash("test")).toBe(hash("test"));
  expect(hash("test")).not.toBe(hash("other"));
});

test("it has what a real pool has: shared passages, gaps, few long trajectories", () => {
  const records = linesOf(1_000).map((line) => StudioRecord.parse(JSON.parse(line)));
  const trajectories = records.flatMap((record) => (record.type === "trajectory" ? [record] : []));
  expect(trajectories).toHaveLength(1_000);
  const lengths = trajectories.map(({ steps }) => steps.length);
  expect(lengths.filter((length) => length > 12).sort()).toEqual([200, 300]);
  expect(new Set(lengths.filter((length) => length <= 12)).size).toBe(12);
  const observed = trajectories.flatMap(({ steps }) => steps.flatMap(({ observation }) => observation ?? []));
  const texts = observed.map(({ content }) => String(content)).filter((text) => text.length > 100);
  expect(new Set(texts).size).toBeLessThan(texts.length / 10);
  const judged = trajectories.map(({ verdicts }) => verdicts.length);
  expect([Math.min(...judged), Math.max(...judged)]).toEqual([0, 4]);
  const rulings = trajectories.flatMap(({ verdicts }) => verdicts.flatMap(({ steps }) => steps));
  expect(new Set(rulings.map(({ rating }) => rating))).toEqual(new Set([1, 0, -1, null]));
  expect(trajectories.filter(({ outcomes }) => outcomes.length === 0).length).toBeGreaterThan(5);
});
