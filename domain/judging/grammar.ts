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
