import { parseJson } from "../json";
import { replaceNaN } from "../nan";

/** Parses what Inspect wrote: JSON in which NaN and Infinity may stand, which become null. */
export function parseLogJson(bytes: Buffer): ReturnType<typeof parseJson> {
  const strict = parseJson(bytes);
  if ("value" in strict || !strict.reject.startsWith("not valid JSON")) return strict;
  const lenient = parseJson(Buffer.from(replaceNaN(bytes.toString("utf8"))));
  return "value" in lenient ? lenient : strict;
}
