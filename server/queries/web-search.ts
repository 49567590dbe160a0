/** A person's words as websearch_to_tsquery can read them. */

/** Minus signs with nothing between them that is a word or a quote, as in a ruler that was pasted along. */
const MINUSES = /(?<![\p{L}\p{N}-])(?:-[^\p{L}\p{N}"-]*){16,}/gu;

/**
 * PostgreSQL gives up on more than 32 negations of one word ("tsquery stack too small"). An even number of them says
 * nothing, and an odd one what one says.
 */
export function webSearchText(text: string): string {
  return text.replace(MINUSES, (run) => ((run.match(/-/g)?.length ?? 0) % 2 === 0 ? " " : " -"));
}
