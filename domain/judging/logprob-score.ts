/** A score out of a judge's own probabilities: how likely "reasonable" was where it wrote its ruling. */
import type { TokenLogprob } from "../chat";
import type { Rating } from "../verdict";
import type { ReplyGrammar } from "./grammar";
import { parseReply } from "./parse-reply";
import { AROUND, skip, wordList } from "./ruling";

/**
 * P(reasonable) among the ratings' words at the first token of the ruling, times 100, rounded. A token counts for a
 * rating if it is the beginning of one of its words, or such a word with more behind it, and of no other rating's.
 * null where it cannot be told: an unreadable reply, tokens that do not add up to the text, words that begin alike.
 */
export function scoreFromLogprobs(
  grammar: ReplyGrammar,
  text: string,
  logprobs: readonly TokenLogprob[] | null,
): number | null {
  const parsed = logprobs && parseReply(grammar, text);
  if (!logprobs || !parsed || parsed.at === null) return null;
  const joined = logprobs.map(({ token }) => token).join("");
  // Servers trim replies; some repeat a stop token at the end.
  const offset = joined.indexOf(text);
  if (offset < 0) return null;

  const target = offset + parsed.at;
  let from = 0;
  for (const place of logprobs) {
    const to = from + place.token.length;
    if (to > target) return scoreAt(grammar, place, place.token.slice(0, target - from), parsed.rating);
    from = to;
  }
  return null;
}

/** `lead` is what the token holds before the ruling's word, such as a space. */
function scoreAt(grammar: ReplyGrammar, place: TokenLogprob, lead: string, chosen: Rating): number | null {
  const words = wordList(grammar.words);
  const ratingOf = (token: string): Rating | null => {
    const bare = token.startsWith(lead) ? token.slice(lead.length) : token;
    const piece = bare.slice(skip(bare, AROUND)).trimEnd().toLowerCase();
    if (piece === "") return null;
    const ratings = new Set(
      words.filter(({ word }) => word.startsWith(piece) || piece.startsWith(word)).map(({ rating }) => rating),
    );
    const [only = null] = ratings;
    return ratings.size === 1 ? only : null;
  };
  if (ratingOf(place.token) !== chosen) return null;
  const tokens = place.top.some(({ token }) => token === place.token) ? place.top : [...place.top, place];
  let all = 0;
  let reasonable = 0;
  for (const { token, logprob } of tokens) {
    const rating = ratingOf(token);
    const probability = Math.exp(logprob);
    if (rating === null || !Number.isFinite(probability)) continue;
    all += probability;
    if (rating === 1) reasonable += probability;
  }
  return all > 0 ? Math.round((100 * reasonable) / all) : null;
}
