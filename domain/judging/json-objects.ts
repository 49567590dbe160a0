/** Finds the JSON objects in a text that also holds prose, in one pass over it. */

type Span = { from: number; to: number };

/**
 * The outermost stretches from a `{` to the `}` that balances it, in order. Braces inside double quotes do not count
 * where a `{` is open; a quote ends at the line's end at the latest, since JSON strings hold no line break.
 */
export function braceSpans(text: string): Span[] {
  const open: number[] = [];
  const spans: Span[] = [];
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === "\n" || character === "\r") isQuoted = false;
    else if (isQuoted) {
      if (character === "\\") at++;
      else if (character === '"') isQuoted = false;
    } else if (character === '"') isQuoted = open.length > 0;
    else if (character === "{") open.push(at);
    else if (character === "}") {
      const from = open.pop();
      if (from === undefined) continue;
      while ((spans.at(-1)?.from ?? -1) > from) spans.pop();
      spans.push({ from, to: at + 1 });
    }
  }
  return spans;
}

/** The last object of the text that has the key (in any case), and where it stands. */
export function lastObjectWith(text: string, key: string): { object: Record<string, unknown>; span: Span } | null {
  for (const span of braceSpans(text).reverse()) {
    const object = parseObject(text.slice(span.from, span.to));
    if (object && keyOf(object, key) !== null) return { object, span };
  }
  return null;
}

/** The object's own name of a key; of several that differ in case, the last. */
export function keyOf(object: Record<string, unknown>, key: string): string | null {
  return Object.keys(object).findLast((name) => name.trim().toLowerCase() === key.trim().toLowerCase()) ?? null;
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
