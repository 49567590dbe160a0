/** A response's body as text, bounded. */
import { ChatFailure } from "@/domain/chat";

const LIMIT_BYTES = 64 * 1024 * 1024;

export function tooLong(): ChatFailure {
  return new ChatFailure("garbled", "The reply is longer than 64 MiB.");
}

export async function readBody(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > LIMIT_BYTES) throw tooLong();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
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
