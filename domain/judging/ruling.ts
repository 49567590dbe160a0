/** Reads a ruling or a score where a reply states it. docs/judging.md says the same for readers in other languages. */
import type { z } from "zod";
import type { Rating } from "../verdict";
import type { RulingWords } from "./grammar";

type Words = z.infer<typeof RulingWords>;

const SPACE = " \t\u00a0\u3000";
const EMPHASIS = "*_`\"'“”‘’«»「」『』";
/** Stand around a word without a meaning of their own */
export const AROUND = `${SPACE}${EMPHASIS}[]()<>{}（）`;
const AFTER_WORD = `${SPACE}${EMPHASIS}])>}）`;
/** After the ruling's word another phrase may follow; these begin it. */
const BREAKS = ".,;:!…—–([。，、；：！（";

/** The first place from `from` on that holds none of the characters of `set`. */
export function skip(text: string, set: string, from = 0): number {
  let at = from;
  while (at < text.length && set.includes(text.charAt(at))) at++;
  return at;
}

/** Every word of a grammar in lower case with its rating, longest first. */
export function wordList(words: Words): { word: string; rating: Rating }[] {
  const rated = (list: readonly string[] | undefined, rating: Rating) =>
    (list ?? []).map((word) => ({ word: word.trim().toLowerCase(), rating }));
  return [...rated(words.reasonable, 1), ...rated(words.neutral, 0), ...rated(words.unreasonable, -1)].sort(
    (a, b) => b.word.length - a.word.length,
  );
}

/**
 * The rating a value states, and where in it the word begins; null where it states none. A value begins with a word of
 * the grammar. Another phrase may follow, but not with a word of another rating: "reasonable, or unreasonable" states
 * nothing, nor does "not reasonable".
 */
export function readRuling(words: Words, value: string): { rating: Rating; at: number } | null {
  const at = skip(value, AROUND);
  const text = value.slice(at).toLowerCase();
  const list = wordList(words);
  const found = list.find(({ word }) => text.startsWith(word) && isPhraseEnd(text, word.length));
  if (!found) return null;
  const rest = text.slice(found.word.length);
  const isContradicted = list.some(({ word, rating }) => rating !== found.rating && holdsWord(rest, word));
  return isContradicted ? null : { rating: found.rating, at };
}

function isPhraseEnd(text: string, wordEnd: number): boolean {
  const at = skip(text, AFTER_WORD, wordEnd);
  const next = text.charAt(at);
  return next === "" || BREAKS.includes(next) || (next === "-" && at > wordEnd && SPACE.includes(text.charAt(at - 1)));
}

const WORD_CHARACTER = /[\p{L}\p{N}_]/u;

function holdsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    if (!WORD_CHARACTER.test(text.charAt(at - 1)) && !WORD_CHARACTER.test(text.charAt(at + word.length))) return true;
  return false;
}

const SCORE = /^(\d{1,3})(?:\.0{1,9})?(?: ?[%％]| ?\/ ?100| (?:out )?of 100)?[.,;!。]?$/i;

/** A score in whole points, 0 to 100. null for anything else: 0.85 may mean 1 or 85, and 8/10 is on another scale. */
export function readScore(value: unknown): number | null {
  if (typeof value === "number") return Number.isInteger(value) && value >= 0 && value <= 100 ? value : null;
  if (typeof value !== "string" || value.length > 100) return null;
  const from = skip(value, AROUND);
  let to = value.length;
  while (to > from && AROUND.includes(value.charAt(to - 1))) to--;
  const points = Number(SCORE.exec(value.slice(from, to))?.[1] ?? Number.NaN);
  return points <= 100 ? points : null;
}
