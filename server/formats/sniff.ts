/** Tells from the beginning of a file how its records are held and what the first of them looks like. */
import { isObject, type JsonObject, MAX_DEPTH } from "./json";
import { replaceNaN } from "./nan";

export type Sniffed = {
  /** One record a line; a list of records; a list under `data` of one object; or one object alone */
  container: "lines" | "list" | "data" | "object";
  /** The first record that can be read; only its first fields where it is longer than the head */
  record: JsonObject;
};

const LINES_TRIED = 50;
const known = new WeakMap<Buffer, Sniffed | null>();

/** Null where the head holds no JSON object. */
export function sniff(head: Buffer): Sniffed | null {
  const seen = known.get(head);
  if (seen !== undefined) return seen;
  const found = look(
    head
      .toString("utf8")
      .replace(/^\uFEFF/, "")
      .trimStart(),
  );
  known.set(head, found);
  return found;
}

function look(text: string): Sniffed | null {
  const lines = text.split("\n", LINES_TRIED).filter((line) => line.trim() !== "");
  const first = parse(lines[0] ?? "");
  const whole = first ?? parsePrefix(text);
  if (Array.isArray(whole)) {
    const record = whole.find(isObject);
    if (record) return { container: "list", record };
  }
  if (isObject(whole)) return unwrap(whole, first === undefined && lines.length > 1 ? "object" : "lines");
  for (const line of lines.slice(1)) {
    const value = parse(line);
    if (isObject(value)) return { container: "lines", record: value };
  }
  return null;
}

function unwrap(record: JsonObject, container: "lines" | "object"): Sniffed {
  const { data } = record;
  const isWrapper = Array.isArray(data) && isObject(data[0]) && !("question" in record) && !("messages" in record);
  return isWrapper ? { container: "data", record: data[0] } : { container, record };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const parseLoosely = (text: string) => parse(text) ?? parse(replaceNaN(text));

/**
 * The JSON value at the beginning of a text that may end anywhere in it, as far as it goes: it is cut before the last
 * comma or after the last opening bracket, and what is open is closed. Undefined where the text is no JSON.
 */
export function parsePrefix(text: string): unknown {
  const open: string[] = [];
  let cut = 0;
  let closers = "";
  const mark = (at: number) => {
    cut = at;
    closers = open.toReversed().join("");
  };
  for (let at = 0; at < text.length && open.length <= MAX_DEPTH; at++) {
    const character = text[at];
    if (character === '"') {
      for (at++; at < text.length && text[at] !== '"'; at++) if (text[at] === "\\") at++;
    } else if (character === "{" || character === "[") {
      open.push(character === "{" ? "}" : "]");
      mark(at + 1);
    } else if (character === ",") mark(at);
    else if (character === "}" || character === "]") {
      open.pop();
      if (open.length === 0) return parseLoosely(text.slice(0, at + 1));
    }
  }
  return cut === 0 ? undefined : parseLoosely(text.slice(0, cut) + closers);
}
