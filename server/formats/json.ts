/** Parses one JSON record of an imported file. */
import { isUtf8 } from "node:buffer";

export const MAX_DEPTH = 200;
export const MAX_VALUES = 5_000_000;

export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The value that `bytes` hold, or why they hold none. Duplicate keys are taken as JSON.parse does: the last counts. */
export function parseJson(bytes: Buffer): { value: unknown } | { reject: string } {
  if (!isUtf8(bytes)) return { reject: "not valid UTF-8" };
  const { excess, mayOverflow } = lookOver(bytes);
  if (excess) return { reject: excess };
  try {
    const value: unknown = JSON.parse(bytes.toString("utf8"));
    if (mayOverflow && holdsInfinity(value)) return { reject: "holds a number too large to be kept, such as 1e400" };
    return { value };
  } catch (error) {
    return { reject: `not valid JSON: ${error instanceof Error ? error.message : error}` };
  }
}

/** Why the text holds more than is parsed anywhere, such as brackets a thousand deep; null where it does not. */
export const excessIn = (bytes: Buffer): string | null => lookOver(bytes).excess;

/** Room for the digits of every number that is no infinity */
const LONGEST_NUMBER = 300;

type Look = { excess: string | null; mayOverflow: boolean };

/** Looked at before parsing: megabytes of brackets or numbers would take gigabytes as values. */
function lookOver(bytes: Buffer): Look {
  const end = bytes.length;
  let depth = 0;
  let values = 1;
  let mayOverflow = false;
  /** Where the last string or bracket ended, or the last comma was */
  let last = 0;
  for (let at = 0; at < end; at++) {
    const byte = bytes[at];
    if (byte === 0x22) {
      for (at++; at < end && bytes[at] !== 0x22; at++) if (bytes[at] === 0x5c) at++;
      last = at;
    } else if (byte === 0x2c || byte === 0x7b || byte === 0x5b || byte === 0x7d || byte === 0x5d) {
      if (at - last > LONGEST_NUMBER) mayOverflow = true;
      last = at;
      if (byte === 0x7d || byte === 0x5d) depth--;
      else if (++values > MAX_VALUES)
        return { excess: `holds more than ${MAX_VALUES / 1_000_000} million values`, mayOverflow };
      else if (byte !== 0x2c && ++depth > MAX_DEPTH)
        return { excess: `nested deeper than ${MAX_DEPTH} levels`, mayOverflow };
    } else if ((byte === 0x65 || byte === 0x45) && isDigit(bytes[at - 1])) mayOverflow = true;
  }
  return { excess: null, mayOverflow };
}

const isDigit = (byte: number | undefined) => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/** JSON.parse makes an infinity of what is too large, and JSON.stringify a null of that: it would change unsaid. */
function holdsInfinity(value: unknown): boolean {
  if (typeof value === "number") return !Number.isFinite(value);
  return typeof value === "object" && value !== null && Object.values(value).some(holdsInfinity);
}

/** What kind of value stands where another was expected, for a reason. */
export function kindOf(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "number" && Math.abs(value) > Number.MAX_SAFE_INTEGER)
    return "a number too large to tell from the next one: write it as a text";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
