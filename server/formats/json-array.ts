/** Reads the elements of a JSON list one at a time, in constant memory. */
import { MAX_LINE_BYTES, sizeName } from "./lines";

const KEPT_BYTES = 1 << 20;
const SHOWN_BYTES = 40;
const [QUOTE, BACKSLASH, COMMA, COLON, NEWLINE] = [0x22, 0x5c, 0x2c, 0x3a, 0x0a];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

export type Element = {
  /** 1-based number of the line on which it begins */
  line: number;
  /** 1-based number in the list; 0 for a member and for what is wrong outside of elements */
  index: number;
  /** A top-level member beside the list that was asked for; undefined for an element */
  member?: string;
  bytes: Buffer;
  reject?: string;
  /** Whether `bytes` are only the beginning */
  isCut?: boolean;
};

export type ElementOptions = {
  /** The list is the value of this key of a top-level object; without it, the list is the whole document */
  key?: string;
  /** Other keys of the top-level object whose values are wanted too */
  members?: readonly string[];
  /** Most bytes of an element */
  limit?: number;
};

/**
 * Yields the elements of a list as the bytes that stand there; they are not parsed, so that one malformed element does
 * not stop the rest. What is cut off, or stands where it should not, comes as a reject.
 */
export async function* readElements(
  chunks: AsyncIterable<Buffer>,
  options: ElementOptions = {},
): AsyncGenerator<Element> {
  const scanner = new ElementScanner(options);
  for await (const chunk of chunks) yield* scanner.push(chunk);
  yield* scanner.end();
}

type State = "start" | "before-key" | "key" | "before-colon" | "before-value" | "before-element" | "value" | "tail";

class ElementScanner {
  private state: State = "start";
  private line = 1;
  private index = 0;
  /** Brackets open inside the value that is being read */
  private depth = 0;
  private inString = false;
  private escaped = false;
  private inList = false;
  private listSeen = false;
  private key = "";
  private startLine = 1;
  private parts: Buffer[] = [];
  private size = 0;
  private readonly limit: number;

  constructor(private readonly options: ElementOptions) {
    this.limit = options.limit ?? MAX_LINE_BYTES;
  }

  *push(chunk: Buffer): Generator<Element> {
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (this.isReading()) {
        if (this.isInside(byte)) continue;
        this.keep(chunk.subarray(from, at));
        if (this.state === "key") {
          this.endKey();
          continue;
        }
        const found = this.endValue();
        if (found) yield found;
        this.afterValue(byte);
        continue;
      }
      if (byte === NEWLINE) this.line += 1;
      const problem = isSpace(byte) ? null : this.step(byte);
      // Once the scanner has given up it shows what follows; before that a megabyte of commas would show itself each time.
      const shown = this.gaveUp ? KEPT_BYTES : SHOWN_BYTES;
      if (problem) yield { line: this.line, index: 0, bytes: chunk.subarray(at, at + shown), reject: problem };
      if (this.isReading()) {
        from = this.state === "key" ? at + 1 : at;
        if (this.state === "value") this.isInside(byte);
      }
    }
    if (this.isReading()) this.keep(chunk.subarray(from));
  }

  private isReading(): boolean {
    return this.state === "value" || this.state === "key";
  }

  *end(): Generator<Element> {
    const outside = { line: this.line, index: 0, bytes: Buffer.alloc(0) };
    if (this.state === "start") return;
    if (this.state === "value" && this.inList) yield { ...this.taken(), reject: "the file ends inside it" };
    else if (this.state !== "tail") yield { ...outside, reject: "the file ends before the list is complete" };
    else if (!this.listSeen) yield { ...outside, reject: `there is no list under "${this.options.key}"` };
  }

  /** Whether the byte belongs to the value or key being read; false for the one that ends it. */
  private isInside(byte: number): boolean {
    if (this.inString) {
      if (byte === NEWLINE) this.line += 1;
      if (this.escaped) this.escaped = false;
      else if (byte === BACKSLASH) this.escaped = true;
      else if (byte === QUOTE) {
        this.inString = false;
        return this.state === "value";
      }
      return true;
    }
    switch (byte) {
      case QUOTE:
        this.inString = true;
        return true;
      case OPEN_LIST:
      case OPEN_OBJECT:
        this.depth += 1;
        return true;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        if (this.depth === 0) return byte !== (this.inList ? CLOSE_LIST : CLOSE_OBJECT);
        this.depth -= 1;
        return true;
      case COMMA:
        return this.depth > 0;
      case NEWLINE:
        this.line += 1;
        return true;
      default:
        return true;
    }
  }

  /** Moves on at a byte between values; returns what is wrong with it, if anything. */
  private step(byte: number): string | null {
    switch (this.state) {
      case "start":
        return this.begin(byte);
      case "before-key":
        if (byte === CLOSE_OBJECT) this.state = "tail";
        else if (byte === QUOTE) {
          this.state = "key";
          this.inString = true;
        } else if (byte !== COMMA) return this.giveUp("a key was expected here");
        return null;
      case "before-colon":
        if (byte !== COLON) return this.giveUp('":" was expected here');
        this.state = "before-value";
        return null;
      case "before-value":
        if (this.key === this.options.key && byte === OPEN_LIST && !this.listSeen) this.openList();
        else this.startValue();
        return null;
      case "before-element":
        if (byte === CLOSE_LIST) this.closeList();
        else if (byte === COMMA) return "there is nothing between two commas";
        else this.startValue();
        return null;
      default:
        return this.giveUp("there is more text after the end of the list");
    }
  }

  private begin(byte: number): string | null {
    const isMark = byte === 0xef || byte === 0xbb || byte === 0xbf;
    if (isMark) return null;
    if (this.options.key === undefined && byte === OPEN_LIST) this.openList();
    else if (this.options.key !== undefined && byte === OPEN_OBJECT) this.state = "before-key";
    else return this.giveUp(`a JSON ${this.options.key === undefined ? "list" : "object"} was expected`);
    return null;
  }

  /** After this nothing can be told apart any more; the rest is passed over. */
  private giveUp(reason: string): string | null {
    const told = this.gaveUp;
    this.gaveUp = true;
    this.listSeen = true;
    this.state = "tail";
    return told ? null : reason;
  }
  private gaveUp = false;

  private openList(): void {
    this.inList = true;
    this.listSeen = true;
    this.state = "before-element";
  }

  private closeList(): void {
    this.inList = false;
    this.state = this.options.key === undefined ? "tail" : "before-key";
  }

  private startValue(): void {
    this.state = "value";
    this.startLine = this.line;
    this.depth = 0;
    if (this.inList) this.index += 1;
  }

  private afterValue(byte: number): void {
    if (byte === COMMA) this.state = this.inList ? "before-element" : "before-key";
    else if (this.inList) this.closeList();
    else this.state = "tail";
  }

  private endKey(): void {
    const text = Buffer.concat(this.parts).toString("utf8");
    this.clear();
    this.state = "before-colon";
    try {
      this.key = String(JSON.parse(`"${text}"`));
    } catch {
      this.key = text;
    }
  }

  private endValue(): Element | null {
    const wanted = this.inList || this.options.members?.includes(this.key);
    const found = this.taken();
    return wanted ? found : null;
  }

  private taken(): Element {
    const tooLong = this.size > this.limit;
    const place = this.inList ? { index: this.index } : { index: 0, member: this.key };
    const bytes = trimEnd(Buffer.concat(this.parts));
    this.clear();
    return {
      line: this.startLine,
      ...place,
      bytes,
      ...(tooLong ? { reject: `longer than ${sizeName(this.limit)}`, isCut: true } : {}),
    };
  }

  private clear(): void {
    this.parts = [];
    this.size = 0;
  }

  private keep(part: Buffer): void {
    const skipped = this.state === "value" && !this.inList && !this.options.members?.includes(this.key);
    if (skipped) return;
    const fitted = this.size <= this.limit;
    if (fitted) this.parts.push(part);
    this.size += part.length;
    if (fitted && this.size > this.limit) this.parts = [Buffer.concat(this.parts, Math.min(this.limit, KEPT_BYTES))];
  }
}

const isSpace = (byte: number) => byte === 0x20 || byte === NEWLINE || byte === 0x0d || byte === 0x09;

function trimEnd(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && isSpace(bytes[end - 1] as number)) end -= 1;
  return bytes.subarray(0, end);
}
