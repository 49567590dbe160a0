/** GSM8K: the official extraction, and the flexible one of lm-evaluation-harness. Both compare text, not numbers. */

const STRICT = /#### (-?[0-9.,]+)/;
const FLEXIBLE = /(-?[$0-9.,]{2,})|(-?[0-9]+)/g;

/**
 * The official number of a text: after its first marker, without commas; null where there is none. A final answer, or
 * an accepted one, that holds no marker is read as if one stood before it: that is what the answer's tag says.
 */
export function strictNumber(text: string, isAnswer: boolean): string | null {
  const found = STRICT.exec(text) ?? (isAnswer ? STRICT.exec(`#### ${text.trim()}`) : null);
  return found?.[1]?.replaceAll(",", "") ?? null;
}

/** The last thing of a text that looks like a number, as the harness compares it; null where there is none. */
export function flexibleNumber(text: string): string | null {
  const last = text.match(FLEXIBLE)?.at(-1);
  return last === undefined ? null : comparable(last);
}

/** An accepted answer as the harness compares it: what follows its last marker, without commas, $ and a last point. */
export const flexibleTarget = (answer: string): string => comparable(answer);

function comparable(text: string): string {
  return text
    .replaceAll(",", "")
    .replaceAll("$", "")
    .replace(/^[\s\S]*#### /, "")
    .replace(/\.(?=\n?$)/, "")
    .toLowerCase();
}
