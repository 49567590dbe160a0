/** Reads the records of a file, whether they stand one a line, in a list, or in a list under `data`. */
import type { StudioRecordInput } from "@/domain/studio-record";
import type { FileSource, ReadItem, VerdictsByMessage } from "./format";
import { isObject, type JsonObject, kindOf, parseJson } from "./json";
import { readElements } from "./json-array";
import { readLines } from "./lines";
import { sniff } from "./sniff";

export type Records = (StudioRecordInput | VerdictsByMessage)[];

const HEAD_BYTES = 256 << 10;

/**
 * Turns each record of a file into what `map` makes of it: studio records, or a sentence that says why it cannot be
 * used. What is no JSON object never reaches `map`.
 */
export async function* mapRecords(
  source: FileSource,
  map: (record: JsonObject) => Records | string,
): AsyncGenerator<ReadItem> {
  for await (const { line, bytes, reject, isCut, where } of places(source)) {
    const raw = () => bytes;
    const refuse = (reason: string) => ({ line, reject: where + reason, raw });
    if (reject !== undefined) {
      yield { ...refuse(reject), isCut };
      continue;
    }
    const parsed = parseJson(bytes);
    if ("reject" in parsed) yield refuse(parsed.reject);
    else if (!isObject(parsed.value)) yield refuse(`a JSON object was expected, this is ${kindOf(parsed.value)}`);
    else {
      const records = map(parsed.value);
      yield typeof records === "string" ? refuse(records) : { line, records, raw };
    }
  }
}

type Place = { line: number; bytes: Buffer; reject?: string; isCut?: boolean; where: string };

async function* places(source: FileSource): AsyncGenerator<Place> {
  const { head, chunks } = await takeHead(source.chunks);
  const container = sniff(head)?.container ?? "lines";
  if (container === "lines" || container === "object") {
    for await (const place of readLines(chunks)) yield { ...place, where: "" };
    return;
  }
  for await (const element of readElements(chunks, container === "data" ? { key: "data" } : {}))
    yield { ...element, where: element.index > 0 ? `element ${element.index}: ` : "" };
}

/** The first 256 KiB of a stream, and the whole stream again. */
export async function takeHead(
  chunks: AsyncIterable<Buffer>,
): Promise<{ head: Buffer; chunks: AsyncIterable<Buffer> }> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first: Buffer[] = [];
  for (let size = 0; size < HEAD_BYTES; ) {
    const next = await iterator.next();
    if (next.done) break;
    first.push(next.value);
    size += next.value.length;
  }
  async function* whole() {
    try {
      while (first.length > 0) yield first.shift() as Buffer;
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  return { head: Buffer.concat(first).subarray(0, HEAD_BYTES), chunks: whole() };
}
