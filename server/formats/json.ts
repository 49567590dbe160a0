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
  const excess = findExcess(bytes);
  if (excess) return { reject: excess };
  try {
    return { value: JSON.parse(bytes.toString("utf8")) };
  } catch (error) {
    return { reject: `not valid JSON: ${error instanceof Error ? error.message : error}` };
  }
}

/** Looked at before parsing: megabytes of brackets or numbers would take gigabytes as values. */
function findExcess(bytes: Buffer): string | null {
  const end = bytes.length;
  let depth = 0;
  let values = 1;
  for (let at = 0; at < end; at++) {
    const byte = bytes[at];
    if (byte === 0x22) {
      for (at++; at < end && bytes[at] !== 0x22; at++) if (bytes[at] === 0x5c) at++;
    } else if (byte === 0x2c) {
      if (++values > MAX_VALUES) return `holds more than ${MAX_VALUES / 1_000_000} million values`;
    } else if (byte === 0x7b || byte === 0x5b) {
      values++;
      if (++depth > MAX_DEPTH) return `nested deeper than ${MAX_DEPTH} levels`;
    } else if (byte === 0x7d || byte === 0x5d) depth--;
  }
  return null;
}

/** What kind of value stands where another was expected, for a reason. */
export function kindOf(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
