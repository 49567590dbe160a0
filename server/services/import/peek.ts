/** Looks at the beginning of a stream without taking it away. */
import type { FileHead } from "@/server/formats/format";

const HEAD_BYTES = 256 << 10;

/** The head of a file and the whole file again, head included. */
export async function peek(
  fileName: string,
  chunks: AsyncIterable<Buffer>,
): Promise<{ head: FileHead; chunks: AsyncIterable<Buffer> }> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first: Buffer[] = [];
  let size = 0;
  while (size < HEAD_BYTES) {
    const next = await iterator.next();
    if (next.done) break;
    first.push(next.value);
    size += next.value.length;
  }
  const bytes = Buffer.concat(first).subarray(0, HEAD_BYTES);
  async function* whole() {
    try {
      yield* first;
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  return { head: { fileName, bytes }, chunks: whole() };
}
