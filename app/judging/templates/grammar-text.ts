/** A grammar as the fields of a form, and as a sentence. */
import type { ReplyGrammar } from "@/domain/judging/grammar";

export type GrammarFields = {
  form: ReplyGrammar["form"];
  ruling: string;
  score: string;
  rationale: string;
  reasonable: string;
  neutral: string;
  unreasonable: string;
};

const list = (words: readonly string[] | undefined) => (words ?? []).join(", ");
const words = (text: string) =>
  text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");

export function toFields(grammar: ReplyGrammar): GrammarFields {
  return {
    form: grammar.form,
    ruling: grammar.ruling,
    score: grammar.score ?? "",
    rationale: grammar.form === "json" ? (grammar.rationale ?? "") : "",
    reasonable: list(grammar.words.reasonable),
    neutral: list(grammar.words.neutral),
    unreasonable: list(grammar.words.unreasonable),
  };
}

/** What the fields say; whether it is a grammar is for the schema to tell. */
export function fromFields(fields: GrammarFields): unknown {
  const neutral = words(fields.neutral);
  return {
    form: fields.form,
    ruling: fields.ruling,
    score: fields.score.trim() || null,
    ...(fields.form === "json" ? { rationale: fields.rationale.trim() || null } : {}),
    words: {
      reasonable: words(fields.reasonable),
      ...(neutral.length > 0 ? { neutral } : {}),
      unreasonable: words(fields.unreasonable),
    },
  };
}

/** "A line “Ruling: …” with reasonable or unreasonable" */
export function describeGrammar(grammar: ReplyGrammar): string {
  const { words: known } = grammar;
  const all = [...known.reasonable, ...(known.neutral ?? []), ...known.unreasonable];
  const said = `${all.slice(0, -1).join(", ")} or ${all.at(-1)}`;
  const where = grammar.form === "lines" ? `A line “${grammar.ruling}: …”` : `A JSON object with “${grammar.ruling}”`;
  const score = grammar.score === null ? "" : `; a score 0 to 100 as “${grammar.score}”`;
  return `${where} that says ${said}${score}`;
}
