const NOT_A_NUMBER = /-?\b(?:NaN|Infinity)\b/g;

/** JSON text with null where Python wrote NaN or Infinity; strings stay as they are. */
export function replaceNaN(text: string): string {
  let out = "";
  for (let at = 0; at < text.length; ) {
    const quote = text.indexOf('"', at);
    out += text.slice(at, quote < 0 ? text.length : quote).replace(NOT_A_NUMBER, "null");
    if (quote < 0) break;
    at = endOfString(text, quote);
    out += text.slice(quote, at);
  }
  return out;
}

function endOfString(text: string, quote: number): number {
  for (let at = quote + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}
