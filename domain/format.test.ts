import { describe, expect, it } from "vitest";
import {
  cutAtWord,
  formatAbsolute,
  formatBytes,
  formatCount,
  formatDuration,
  formatInterval,
  formatNumber,
  formatRelative,
  formatShare,
} from "./format";

const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("numbers", () => {
  it("separate thousands and round", () => {
    expect(formatNumber(12_345)).toBe("12,345");
    expect(formatNumber(2.936, 2)).toBe("2.94");
    expect(formatNumber(3, 1)).toBe("3.0");
  });

  it("count with the right noun", () => {
    expect(formatCount(1, "trajectory", "trajectories")).toBe("1 trajectory");
    expect(formatCount(5276, "trajectory", "trajectories")).toBe("5,276 trajectories");
    expect(formatCount(0, "step")).toBe("0 steps");
  });
});

describe("shares", () => {
  it("have one decimal and a separated sign", () => {
    expect(plain(formatShare(0.642))).toBe("64.2 %");
    expect(plain(formatShare(1))).toBe("100 %");
    expect(plain(formatShare(0))).toBe("0 %");
  });

  it("never round something to nothing or not quite all to all", () => {
    expect(plain(formatShare(0.00001))).toBe("< 0.1 %");
    expect(plain(formatShare(0.99999))).toBe("> 99.9 %");
  });

  it("carry their interval", () => {
    expect(plain(formatInterval({ low: 0.61, high: 0.673 }))).toBe("61.0–67.3 %");
  });
});

describe("sizes and durations", () => {
  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [1_536_000, "1.5 MB"],
    [999_950, "1.0 MB"],
    [345_000_000, "345 MB"],
  ])("%d bytes are %s", (bytes, text) => expect(plain(formatBytes(bytes))).toBe(text));

  it.each([
    [0, "0 ms"],
    [850, "850 ms"],
    [4_200, "4.2 s"],
    [59_400, "59 s"],
    [192_000, "3 m 12 s"],
    [3_600_000, "1 h"],
    [7_500_000, "2 h 5 m"],
    [273_600_000, "3 d 4 h"],
  ])("%d ms are %s", (ms, text) => expect(plain(formatDuration(ms))).toBe(text));
});

describe("times", () => {
  const now = new Date("2026-11-20T12:00:00Z");
  it.each([
    ["2026-11-20T11:59:58Z", "just now"],
    ["2026-11-20T11:59:20Z", "40 seconds ago"],
    ["2026-11-20T11:57:00Z", "3 minutes ago"],
    ["2026-11-19T11:00:00Z", "yesterday"],
    ["2024-11-19T11:00:00Z", "2 years ago"],
  ])("%s is %s", (time, text) => expect(formatRelative(new Date(time), now)).toBe(text));

  it("are absolute in a named zone", () => {
    expect(formatAbsolute(now, "UTC")).toBe("20 Nov 2026, 12:00");
  });
});

describe("cutting", () => {
  it("keeps short text and cuts long text at a word", () => {
    expect(cutAtWord("Who wrote it?", 40)).toBe("Who wrote it?");
    expect(cutAtWord("Which of the two rivers is longer, the Aru or the Bel?", 34)).toBe(
      "Which of the two rivers is longer…",
    );
  });

  it("does not break a surrogate pair where there is no space", () => {
    expect(cutAtWord("😀".repeat(10), 4)).toBe(`${"😀".repeat(4)}…`);
  });
});
