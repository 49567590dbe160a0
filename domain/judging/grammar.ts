/** How a judge's reply is written and read. A grammar is data: the trainer reads replies by the same one. */
import { z } from "zod";

const Words = z.array(z.string().trim().min(1).max(60)).min(1).max(20);
/** Words for each rating; compared without regard to case. Leave out `neutral` for a judge that knows only two. */
export const RulingWords = z.object({ reasonable: Words, neutral: Words.optional(), unreasonable: Words });

const Label = z.string().trim().min(1).max(60);

export const ReplyGrammar = z.discriminatedUnion("form", [
  /**
   * Lines "Label: value". The last line with the ruling's label counts; the rationale is what stands before it. Marks of
   * emphasis around label and value (* _ ` " ') do not matter.
   */
  z.object({ form: z.literal("lines"), ruling: Label, score: Label.nullable().default(null), words: RulingWords }),
  /** The last JSON object of the reply that holds the ruling's key. */
  z.object({
    form: z.literal("json"),
    ruling: Label,
    score: Label.nullable().default(null),
    rationale: Label.nullable().default(null),
    words: RulingWords,
  }),
]);
export type ReplyGrammar = z.infer<typeof ReplyGrammar>;

/** What is wrong with a grammar, as sentences; none if replies can be read by it. */
export function grammarProblems({ words, ...grammar }: ReplyGrammar): string[] {
  const problems: string[] = [];
  const all = Object.values(words).flatMap((list) => (list ?? []).map((word) => word.trim().toLowerCase()));
  const twice = all.find((word, index) => all.indexOf(word) !== index);
  if (twice !== undefined)
    problems.push(`The word "${twice}" stands for two ratings: give each rating words of its own.`);
  const labels = [grammar.ruling, grammar.score, grammar.form === "json" ? grammar.rationale : null];
  const named = labels.flatMap((label) => (label === null ? [] : [label.trim().toLowerCase()]));
  if (new Set(named).size < named.length) problems.push("Ruling, score and rationale need different labels.");
  return problems;
}
