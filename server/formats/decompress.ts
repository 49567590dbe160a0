/** Undoes gzip where a stream is compressed, whatever the file is called. */
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { StudioError } from "@/domain/errors";

/**
 * The bytes of a file, decompressed if it begins like gzip (several members in a row too). Streams in constant memory.
 * Throws StudioError "invalid" for gzip that is damaged or cut short.
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
  const source = Readable.from(chunks, { objectMode: false });
  const unpacked = createGunzip();
  source.on("error", (error) => unpacked.destroy(error));
  source.pipe(unpacked);
  try {
    for await (const chunk of unpacked) yield chunk;
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
