/** Short answers made comparable as HotpotQA, MuSiQue and BeerQA do it, in Python's terms. */

/** string.punctuation */
const PUNCTUATION = /[!-/:-@[-`{-~]/g;
/** Python's \b: letters, digits and underscores of every script are parts of words, unlike in JavaScript. */
const ARTICLE = /(?<![\p{L}\p{N}_])(?:a|an|the)(?![\p{L}\p{N}_])/gu;
/** What str.split() splits at; JavaScript's \s lacks five of these and has U+FEFF besides. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: Python counts U+001C to U+001F as white space
const SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** Lower case, then no punctuation, then no articles, then the words that are left. */
export function answerTokens(text: string): string[] {
  return text.toLowerCase().replace(PUNCTUATION, "").replace(ARTICLE, " ").split(SPACE).filter(Boolean);
}

export const normaliseAnswer = (text: string): string => answerTokens(text).join(" ");
