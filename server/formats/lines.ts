/** Splits a stream of bytes into lines, in constant memory. */

/** Room for hundreds of steps with observations of a megabyte; a longer text does not fit one JavaScript string. */
export const MAX_LINE_BYTES = 480 << 20;
/** What is kept of a line that is too long, for the rejects file */
const KEPT_BYTES = 1 << 20;

export type Line = {
  /** 1-based number in the file; blank lines count but are not yielded */
  line: number;
  /** Without the line end; only the beginning where the line is rejected */
  bytes: Buffer;
  reject?: string;
  /** Whether `bytes` are only the beginning */
  isCut?: boolean;
};

/**
 * Yields every line that is not blank. Line ends are LF or CR LF; the last line may lack one; a byte order mark is
 * dropped. A line of more than `limit` bytes is never held as a whole: it comes as a reject with its beginning.
 */
export async function* readLines(chunks: AsyncIterable<Buffer>, limit = MAX_LINE_BYTES): AsyncGenerator<Line> {
  let line = 1;
  let parts: Buffer[] = [];
  let size = 0;
  const kept = Math.min(limit, KEPT_BYTES);

  const keep = (part: Buffer) => {
    // One byte more than the limit may be a carriage return, which does not count.
    const fitted = size <= limit + 1;
    if (fitted) parts.push(part);
    size += part.length;
    if (fitted && size > limit + 1) parts = [Buffer.concat(parts, kept)];
  };
  const take = (): Line | null => {
    let bytes = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
    let length = size;
    if (size <= limit + 1 && bytes.at(-1) === 0x0d) {
      bytes = bytes.subarray(0, -1);
      length -= 1;
    }
    if (length > limit) bytes = bytes.subarray(0, kept);
    if (line === 1 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) bytes = bytes.subarray(3);
    parts = [];
    size = 0;
    if (length > limit) return { line, bytes, reject: `longer than ${sizeName(limit)}`, isCut: true };
    return isBlank(bytes) ? null : { line, bytes };
  };

  for await (const chunk of chunks) {
    let start = 0;
    for (;;) {
      // Megabytes of empty lines would take minutes one by one.
      if (size === 0) for (; chunk[start] === 0x0a; start++) line += 1;
      const end = chunk.indexOf(0x0a, start);
      if (end < 0) break;
      keep(chunk.subarray(start, end));
      const found = take();
      if (found) yield found;
      line += 1;
      start = end + 1;
    }
    if (start < chunk.length) keep(chunk.subarray(start));
  }
  const last = take();
  if (last) yield last;
}

export const sizeName = (bytes: number) => (bytes % (1 << 20) === 0 ? `${bytes >> 20} MiB` : `${bytes} bytes`);

export function isBlank(bytes: Buffer): boolean {
  for (const byte of bytes) if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d && byte !== 0x0a) return false;
  return true;
}
