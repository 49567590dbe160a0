import { describe, expect, it } from "vitest";
import type { TokenLogprob } from "../chat";
import type { Rating } from "../verdict";
import type { ReplyGrammar } from "./grammar";
import { scoreFromLogprobs } from "./logprob-score";
import { joinVotes } from "./votes";

const votes = (...ratings: (Rating | null)[]) =>
  joinVotes(
    ratings.map((rating, index) => ({
      raw: `reply ${index}`,
      parsed: rating === null ? null : { rating, rationale: `reason ${index}` },
    })),
  );

describe("joinVotes", () => {
  it.each<[(Rating | null)[], Rating | null, number | null]>([
    [[1, 1, -1], 1, 67],
    [[-1, 1, -1], -1, 33],
    [[1, -1], null, null],
    [[1, null, null], 1, 100],
    [[null, null], null, null],
    [[0, 0, 1, -1], 0, 25],
    [[1, 1, 0, 0, -1], null, null],
    [[], null, null],
  ])("%j", (ratings, rating, score) => {
    expect(votes(...ratings)).toMatchObject({ rating, score });
  });

  it("keeps every reply, and the first reason for the ruling", () => {
    expect(votes(-1, null, 1, 1)).toEqual({
      rating: 1,
      score: 67,
      rationale: "reason 2",
      raw: "Vote 1 of 4\nreply 0\n\nVote 2 of 4\nreply 1\n\nVote 3 of 4\nreply 2\n\nVote 4 of 4\nreply 3",
      unreadable: 1,
    });
  });
});

const LINES: ReplyGrammar = {
  form: "lines",
  ruling: "Ruling",
  score: null,
  words: { reasonable: ["reasonable"], unreasonable: ["unreasonable"] },
};
const token = (text: string, p = 1, others: [string, number][] = []): TokenLogprob => ({
  token: text,
  logprob: Math.log(p),
  top: [[text, p] as const, ...others].map(([each, probability]) => ({ token: each, logprob: Math.log(probability) })),
});
const score = (
  tokens: TokenLogprob[],
  text = tokens.map((each) => each.token).join(""),
  grammar: ReplyGrammar = LINES,
) => scoreFromLogprobs(grammar, text, tokens);

describe("scoreFromLogprobs", () => {
  it("reads the first token of the ruling and normalises over the words", () => {
    const tokens = [
      token("Ruling"),
      token(":"),
      token(" reason", 0.6, [
        [" un", 0.2],
        [" maybe", 0.1],
      ]),
      token("able"),
    ];
    expect(score(tokens)).toBe(75);
  });
  it("scores an unreasonable ruling by the same probability", () => {
    const tokens = [token("Ruling:"), token(" un", 0.9, [[" reasonable", 0.1]]), token("reasonable")];
    expect(score(tokens)).toBe(10);
  });
  it("adds up spellings, and ignores what begins no word", () => {
    const tops: [string, number][] = [
      [" Reasonable", 0.1],
      [" **", 0.2],
      ["unreasonable", 0.5],
    ];
    expect(score([token("Ruling:"), token(" reasonable", 0.1, tops)])).toBe(29);
  });
  it("finds the ruling of a JSON reply, and where the server trimmed the text", () => {
    const grammar: ReplyGrammar = { ...LINES, form: "json", rationale: null };
    const tokens = [token(" \n"), token('{"ruling": "'), token("reason", 0.75, [["un", 0.25]]), token('able"}')];
    expect(score(tokens, '{"ruling": "reasonable"}', grammar)).toBe(75);
  });
  it("reads the reply itself where the tokens go on behind it with the same words", () => {
    const ruling = (p: number) => [token("Ruling:"), token(" reasonable", p, [[" unreasonable", 1 - p]])];
    expect(score([...ruling(0.75), token("\n"), ...ruling(0.5)], "Ruling: reasonable")).toBe(75);
  });
  it("does not take other words' chances for those of a ruling whose first token may be either's", () => {
    const alike = { ...LINES, words: { reasonable: ["correct", "fine"], unreasonable: ["corrupt"] } };
    expect(
      score([token("Ruling:"), token(" cor", 0.9, [[" fine", 0.05]]), token("rect")], undefined, alike),
    ).toBeNull();
  });
  it("says nothing where it cannot be told", () => {
    expect(scoreFromLogprobs(LINES, "Ruling: reasonable", null)).toBeNull();
    expect(score([token("Ruling: maybe")])).toBeNull();
    expect(score([token("other"), token(" tokens")], "Ruling: reasonable")).toBeNull();
    const alike = { ...LINES, words: { reasonable: ["correct"], unreasonable: ["corrupt"] } };
    expect(score([token("Ruling:"), token(" cor", 0.9), token("rect")], undefined, alike)).toBeNull();
  });
});
