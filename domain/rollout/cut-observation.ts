/** Cuts an observation to the characters that a model is shown. */

/** A cut may move back this far to end at a word. */
const NEAR = 80;

/**
 * `text` in at most `limit` characters (UTF-16 units, at least 100). A cut ends at a word where one is near, never
 * inside a surrogate pair, and says so in a note that counts within the limit.
 */
export function cutObservation(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const reserved = note(text.length, text.length).length;
  let end = Math.max(0, limit - reserved);
  if (isLowSurrogate(text.charCodeAt(end))) end -= 1;
  const space = text.slice(Math.max(0, end - NEAR), end + 1).search(/\s\S*$/);
  if (space >= 0) end = Math.max(0, end - NEAR) + space;
  const shown = text.slice(0, Math.max(0, end)).trimEnd();
  return `${shown}${note(shown.length, text.length)}`;
}

const note = (shown: number, of: number) =>
  ` … [${shown.toLocaleString("en-US")} of ${of.toLocaleString("en-US")} characters shown]`;
const isLowSurrogate = (code: number) => code >= 0xdc00 && code <= 0xdfff;
