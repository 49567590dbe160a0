/** Undoes gzip where a stream is compressed, whatever the file is called. */
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { StudioError } from "@/domain/errors";

const BOMB_BYTES = 256 << 20;
const BOMB_RATIO = 250;

/** Whether data holds so much more than it takes that it was made to: text shrinks to a tenth, rarely to a hundredth. */
export const isBomb = (packed: number, unpacked: number) => unpacked > BOMB_BYTES && unpacked > BOMB_RATIO * packed;
export const BOMB = `It unpacks to more than ${BOMB_RATIO} times its size, as no data does: unpack it yourself if you know what it is.`;

/**
 * The bytes of a file, decompressed if it begins like gzip (several members in a row too). Streams in constant memory.
 * Throws StudioError "invalid" for gzip that is damaged, cut short, or a bomb.
 */
export async function* decompress(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first: Buffer[] = [];
  let size = 0;
  while (size < 2) {
    const next = await iterator.next();
    if (next.done) break;
    first.push(asBuffer(next.value));
    size += next.value.length;
  }
  async function* whole() {
    try {
      for (const chunk of first) if (chunk.length > 0) yield chunk;
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
        if (next.value.length > 0) yield asBuffer(next.value);
      }
    } finally {
      await iterator.return?.();
    }
  }
  const magic = Buffer.concat(first);
  if (magic[0] === 0x1f && magic[1] === 0x8b) yield* gunzip(whole());
  else yield* whole();
}

async function* gunzip(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let [packed, size] = [0, 0];
  async function* counted() {
    for await (const chunk of chunks) {
      packed += chunk.length;
      yield chunk;
    }
  }
  const source = Readable.from(counted(), { objectMode: false });
  const unpacked = createGunzip();
  source.on("error", (error) => unpacked.destroy(error));
  source.pipe(unpacked);
  try {
    for await (const chunk of unpacked) {
      size += chunk.length;
      if (isBomb(packed, size)) throw new StudioError("invalid", BOMB);
      yield chunk;
    }
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === "Z_BUF_ERROR")
      throw new StudioError("invalid", "The gzip data is cut short: copy or download the file again.");
    if (code.startsWith("Z_"))
      throw new StudioError("invalid", "The gzip data is damaged: copy or download the file again.");
    throw error;
  } finally {
    source.destroy();
    unpacked.destroy();
  }
}

const asBuffer = (chunk: Uint8Array) => Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
