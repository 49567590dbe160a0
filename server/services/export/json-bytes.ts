/** JSON text as the database holds it, prepared for one line of JSONL without parsing it. */

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const OPEN = 0x5b;
const CLOSE = 0x5d;

/** The same JSON on one line. In JSON text a raw line break can only stand between values, so a space replaces it. */
export function onOneLine(json: Buffer): Buffer {
  if (!json.includes(LINE_FEED) && !json.includes(CARRIAGE_RETURN)) return json;
  const line = Buffer.from(json);
  for (let at = 0; at < line.length; at += 1)
    if (line[at] === LINE_FEED || line[at] === CARRIAGE_RETURN) line[at] = SPACE;
  return line;
}

/** What stands between the brackets of a JSON array, ready to be joined with other items; empty for `[]` and null. */
export function itemsOf(array: Buffer | null): Buffer {
  if (array === null) return Buffer.alloc(0);
  const [open, close] = [array.indexOf(OPEN), array.lastIndexOf(CLOSE)];
  if (open < 0) return Buffer.alloc(0); // json null
  const items = onOneLine(array.subarray(open + 1, close));
  return items.some((byte) => byte !== SPACE && byte !== 0x09) ? items : Buffer.alloc(0);
}
