/** Reads the beginning of a JSON text: what is known of a value of which only the first characters were fetched. */

/** Deeper nesting than any message has; a text that nests further is given up, not recursed into. */
const MAX_DEPTH = 100;
const LITERALS = { t: ["true", true], f: ["false", false], n: ["null", null] } as const;

export type JsonPrefix = {
  /** The value with everything that stood before the cut; undefined where nothing could be read */
  value: unknown;
  /** Whether the text was one whole JSON value */
  complete: boolean;
};

class Unreadable extends Error {}

/**
 * Reads a JSON text that may end anywhere: inside a string, an escape, a number or a list. What is open at the end is
 * closed; an unfinished escape, number, literal or key is left out. A text that is not JSON has no value.
 */
export function readJsonPrefix(text: string): JsonPrefix {
  try {
    return { value: JSON.parse(text), complete: true };
  } catch {
    const reader = new PrefixReader(text);
    try {
      return { value: reader.value(0), complete: false };
    } catch (error) {
      if (error instanceof Unreadable) return { value: undefined, complete: false };
      throw error;
    }
  }
}

class PrefixReader {
  private at = 0;
  constructor(private readonly text: string) {}

  value(depth: number): unknown {
    if (depth > MAX_DEPTH) throw new Unreadable();
    const next = this.peek();
    if (next === undefined) return undefined;
    if (next === '"') return this.string();
    if (next === "{") return this.object(depth);
    if (next === "[") return this.list(depth);
    if (next === "t" || next === "f" || next === "n") return this.literal(next);
    return this.number();
  }

  private peek(): string | undefined {
    while (/[ \t\r\n]/.test(this.text[this.at] ?? "")) this.at += 1;
    return this.text[this.at];
  }

  /** Whether another item follows; false at the closing bracket and at the cut. */
  private hasMore(close: string): boolean {
    const next = this.peek();
    if (next === ",") {
      this.at += 1;
      return this.peek() !== undefined;
    }
    if (next !== undefined && next !== close) throw new Unreadable();
    this.at += 1;
    return false;
  }

  private string(): string {
    const start = this.at + 1;
    let end = start;
    while (end < this.text.length && this.text[end] !== '"') end += this.text[end] === "\\" ? 2 : 1;
    this.at = end + 1;
    const isCut = end >= this.text.length;
    const raw = this.text.slice(start, isCut ? this.text.length : end);
    try {
      return JSON.parse(`"${isCut ? withoutOpenEscape(raw) : raw}"`);
    } catch {
      throw new Unreadable();
    }
  }

  private object(depth: number): Record<string, unknown> {
    // Entries become own properties whatever they are called, "__proto__" too, as JSON.parse does.
    const entries: [string, unknown][] = [];
    this.at += 1;
    if (this.peek() === "}") {
      this.at += 1;
      return {};
    }
    do {
      if (this.peek() !== '"') {
        if (this.peek() === undefined) break;
        throw new Unreadable();
      }
      const key = this.string();
      if (this.peek() === undefined) break;
      if (this.text[this.at] !== ":") throw new Unreadable();
      this.at += 1;
      const value = this.value(depth + 1);
      if (value !== undefined) entries.push([key, value]);
    } while (this.hasMore("}"));
    return Object.fromEntries(entries);
  }

  private list(depth: number): unknown[] {
    const items: unknown[] = [];
    this.at += 1;
    if (this.peek() === "]") {
      this.at += 1;
      return items;
    }
    if (this.peek() === undefined) return items;
    do {
      const value = this.value(depth + 1);
      if (value !== undefined) items.push(value);
    } while (this.hasMore("]"));
    return items;
  }

  private literal(first: keyof typeof LITERALS): unknown {
    const [word, value] = LITERALS[first];
    const given = this.text.slice(this.at, this.at + word.length);
    this.at += word.length;
    if (given === word) return value;
    if (word.startsWith(given)) return undefined;
    throw new Unreadable();
  }

  private number(): number | undefined {
    const given = /^-?[0-9.eE+-]*/.exec(this.text.slice(this.at, this.at + 400))?.[0] ?? "";
    if (given === "") throw new Unreadable();
    this.at += given.length;
    // A number that reaches the cut may go on behind it.
    if (this.at >= this.text.length) return undefined;
    return Number(given);
  }
}

/** Drops an escape that the cut left open: a last backslash, or `\u` with fewer than four digits. */
function withoutOpenEscape(raw: string): string {
  const open = /(^|[^\\])((?:\\\\)*)\\(u[0-9a-fA-F]{0,3})?$/.exec(raw);
  return open ? raw.slice(0, raw.length - 1 - (open[3]?.length ?? 0)) : raw;
}
