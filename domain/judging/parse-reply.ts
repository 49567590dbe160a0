/** Reads a judge's reply by its grammar. A reply that cannot be read is null: no verdict, never a negative one. */
import type { Rating } from "../verdict";
import type { ReplyGrammar } from "./grammar";
import { keyOf, lastObjectWith } from "./json-objects";
import { AROUND, readRuling, readScore, skip } from "./ruling";

export type ParsedReply = {
  rating: Rating;
  score: number | null;
  rationale: string | null;
  /** Where in the reply the ruling's word begins, in UTF-16 units; null where it cannot be told */
  at: number | null;
};

type Lines = Extract<ReplyGrammar, { form: "lines" }>;
type Json = Extract<ReplyGrammar, { form: "json" }>;

export function parseReply(grammar: ReplyGrammar, text: string): ParsedReply | null {
  return grammar.form === "lines" ? parseLines(grammar, text) : parseJson(grammar, text);
}

type Line = { text: string; from: number };

/** Marks of headings, lists and quotations that a line may begin with */
const LINE_START = `${AROUND}#>-+•`;

function parseLines(grammar: Lines, text: string): ParsedReply | null {
  const lines = splitLines(text);
  const ruling = lastLabelled(lines, grammar.ruling);
  if (!ruling) return null;
  const read = readRuling(grammar.words, ruling.value);
  if (!read) return null;
  const score = grammar.score === null ? null : lastLabelled(lines, grammar.score);
  return {
    rating: read.rating,
    score: score ? readScore(score.value) : null,
    rationale: text.slice(0, ruling.lineFrom).trim() || null,
    at: ruling.valueFrom + read.at,
  };
}

function splitLines(text: string): Line[] {
  const lines: Line[] = [];
  let from = 0;
  for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g)) {
    lines.push({ text: text.slice(from, index), from });
    from = index + end.length;
  }
  lines.push({ text: text.slice(from), from });
  return lines;
}

/** The value of the last line with the label. A label that stands alone has its value on the next line with words. */
function lastLabelled(lines: readonly Line[], label: string) {
  for (let index = lines.length - 1; index >= 0; index--) {
    const line = lines[index];
    const at = line && valueStart(line.text, label);
    if (!line || at == null) continue;
    if (skip(line.text, AROUND, at) < line.text.length)
      return { value: line.text.slice(at), valueFrom: line.from + at, lineFrom: line.from };
    const next = lines.slice(index + 1).find(({ text }) => skip(text, LINE_START) < text.length);
    return { value: next?.text ?? "", valueFrom: next?.from ?? line.from, lineFrom: line.from };
  }
  return null;
}

/** Where the value begins on a line "Label: value"; null on any other line. */
function valueStart(line: string, label: string): number | null {
  const from = skip(line, LINE_START);
  const wanted = label.trim();
  if (line.slice(from, from + wanted.length).toLowerCase() !== wanted.toLowerCase()) return null;
  const colon = skip(line, AROUND, from + wanted.length);
  return ":：".includes(line.charAt(colon)) && colon < line.length ? colon + 1 : null;
}

function parseJson(grammar: Json, text: string): ParsedReply | null {
  const found = lastObjectWith(text, grammar.ruling);
  if (!found) return null;
  const { object, span } = found;
  const field = (key: string | null) => {
    const name = key === null ? null : keyOf(object, key);
    return name === null ? undefined : object[name];
  };
  const ruling = field(grammar.ruling);
  const read = typeof ruling === "string" ? readRuling(grammar.words, ruling) : null;
  if (!read || typeof ruling !== "string") return null;
  const rationale = field(grammar.rationale);
  const written = text.slice(span.from, span.to).lastIndexOf(JSON.stringify(ruling));
  return {
    rating: read.rating,
    score: grammar.score === null ? null : readScore(field(grammar.score)),
    rationale: (typeof rationale === "string" && rationale.trim()) || null,
    at: written < 0 ? null : span.from + written + 1 + read.at,
  };
}
