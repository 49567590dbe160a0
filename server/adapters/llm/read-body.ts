/** A response's body as text, bounded. */
import type { Readable } from "node:stream";
import { ChatFailure } from "@/domain/chat";

const LIMIT_BYTES = 64 * 1024 * 1024;

export function tooLong(): ChatFailure {
  return new ChatFailure("garbled", "The reply is longer than 64 MiB.");
}

/** Listens rather than iterates: an iterator costs more than all the rest of reading a short reply. */
export function readBody(body: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    body.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > LIMIT_BYTES) body.destroy(tooLong());
      else chunks.push(chunk);
    });
    body.once("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
    body.once("error", reject);
  });
}

/** Pieces of a body, with an end to how many bytes they may come to. */
export async function* boundedPieces(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > LIMIT_BYTES) throw tooLong();
    yield chunk;
  }
}
