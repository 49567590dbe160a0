/** How the arguments of a tool call are written for reading. */

const SHORT = 2_000;

/**
 * JSON arguments with a single text value (or list of them) read as that text, `query: …`; other short JSON is indented;
 * everything else stands as it was written.
 */
export function readableArguments(input: string, isCut: boolean): { inline: string | null; block: string } {
  if (isCut || input.length > SHORT || !/^\s*[{[]/.test(input)) return { inline: null, block: input };
  const value = parse(input);
  if (typeof value !== "object" || value === null) return { inline: null, block: input };
  const entries = Object.entries(value);
  if (!Array.isArray(value) && entries.length > 0 && entries.length <= 3 && entries.every(([, each]) => isPlain(each)))
    return { inline: entries.map(([name, each]) => `${name}: ${plain(each)}`).join("\n"), block: input };
  const indented = JSON.stringify(value, null, 2);
  return { inline: null, block: indented.length > 60 ? indented : input };
}

function isPlain(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every((each) => typeof each === "string");
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function plain(value: unknown): string {
  if (!Array.isArray(value)) return String(value);
  return value.length === 1 ? String(value[0]) : value.map((each) => JSON.stringify(each)).join(", ");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
