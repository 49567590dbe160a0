import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { z } from "zod";
import { Rating } from "../verdict";
import { ReplyGrammar } from "./grammar";
import { braceSpans } from "./json-objects";
import { parseReply } from "./parse-reply";

const Table = z.object({
  grammars: z.record(z.string(), ReplyGrammar),
  replies: z.array(
    z.object({
      name: z.string(),
      grammar: z.string(),
      reply: z.string(),
      expect: z.object({ rating: Rating, score: z.int().nullable(), rationale: z.string().nullable() }).nullable(),
    }),
  ),
});
// The trainer reads the same table: replies must mean the same there.
const { grammars, replies } = Table.parse(JSON.parse(readFileSync(new URL("replies.json", import.meta.url), "utf8")));

function grammarOf(name: string): ReplyGrammar {
  const grammar = grammars[name];
  if (!grammar) throw new Error(`The table has no grammar "${name}".`);
  return grammar;
}

describe("replies in the table", () => {
  test.each(replies)("$grammar: $name", ({ grammar, reply, expect: expected }) => {
    const parsed = parseReply(grammarOf(grammar), reply);
    const { at, ...read } = parsed ?? { at: null };
    expect(parsed && read).toEqual(expected);
    if (parsed && at !== null) {
      const words = Object.values(grammarOf(grammar).words).flat();
      expect(words.some((word) => reply.slice(at).toLowerCase().startsWith(word))).toBe(true);
    }
  });
});

describe("parseReply", () => {
  it("takes any text and rules only by words of the grammar", () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom("Ruling", ":", "reasonable", "unreasonable", "\n", "{", "}", '"ruling"', "**", "not ", "\\"),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.constantFrom("lines", "json"), (pieces, name) => {
        const text = pieces.join("");
        const parsed = parseReply(grammarOf(name), text);
        if (parsed) expect(text.toLowerCase()).toContain(parsed.rating === 1 ? "reasonable" : "unreasonable");
      }),
    );
  });

  it("needs no longer than a pass over a hostile reply", () => {
    const hostile = [
      "{".repeat(400_000),
      '{"a":'.repeat(100_000),
      "{}".repeat(200_000),
      "Ruling:\n".repeat(60_000),
      "Ruling: reasonable or\n".repeat(30_000),
      `Ruling: reasonable. ${"un".repeat(200_000)}`,
      " ".repeat(400_000),
      `Score: ${"1".repeat(400_000)}`,
      `${'"'.repeat(400_000)}{`,
      `{${'"\\'.repeat(200_000)}`,
    ];
    const started = performance.now();
    for (const text of hostile) for (const name of ["lines", "json"]) parseReply(grammarOf(name), text);
    // Quadratic time would be minutes.
    expect(performance.now() - started).toBeLessThan(15_000);
  });

  it("finds the outermost objects only", () => {
    const text = 'a {"b": {"c": 1}} { {"d": 2} e';
    expect(braceSpans(text).map(({ from, to }) => text.slice(from, to))).toEqual(['{"b": {"c": 1}}', '{"d": 2}']);
  });
});
