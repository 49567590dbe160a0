/** For tests of formats: fixtures, sources from text in chunks of any size, and a small zip writer. */
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { expect } from "vitest";
import { StudioRecord, type StudioRecordInput } from "@/domain/studio-record";
import { peek } from "@/server/services/import/peek";
import { decompress } from "./decompress";
import type { Format, ReadItem, VerdictsByMessage } from "./format";
import { detectFormat } from "./index";

const FIXTURES = join(import.meta.dirname, "fixtures");
const SHARED = join(import.meta.dirname, "../../../shared/data");

export const fixture = (name: string) => readFileSync(join(FIXTURES, name));

/** A real file that is not part of the project; null where it is absent. */
export const sharedFile = (path: string) => (existsSync(join(SHARED, path)) ? join(SHARED, path) : null);

export async function* inChunks(bytes: Buffer, size = 1 << 16): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

export type Imported = {
  format: Format;
  records: (StudioRecordInput | VerdictsByMessage)[];
  rejects: { line: number; reason: string; raw: string }[];
};

/** Detects and reads a file as an import does, and checks every record against the studio's own format. */
export async function importBytes(fileName: string, bytes: Buffer, chunkSize?: number): Promise<Imported> {
  const { head, chunks } = await peek(basename(fileName), decompress(inChunks(bytes, chunkSize)));
  const format = detectFormat(head);
  if (!format) throw new Error(`${fileName} is no known format`);
  const records: Imported["records"] = [];
  const rejects: Imported["rejects"] = [];
  for await (const item of format.read({ fileName, chunks })) take(item, records, rejects);
  return { format, records, rejects };
}

function take(item: ReadItem, records: Imported["records"], rejects: Imported["rejects"]): void {
  expect(item.line).toBeGreaterThan(0);
  if ("reject" in item) {
    rejects.push({ line: item.line, reason: item.reject, raw: item.raw().toString("utf8") });
    return;
  }
  expect(item.raw().length).toBeGreaterThan(0);
  for (const record of item.records) {
    if (record.type !== "verdicts-by-message") expect(StudioRecord.safeParse(record).error).toBeUndefined();
    records.push(record);
  }
}

export const importFixture = (name: string, chunkSize?: number) => importBytes(name, fixture(name), chunkSize);

type AnyRecord = Imported["records"][number];

/** The records of one type. */
export function ofType<T extends AnyRecord["type"]>(imported: Imported, type: T) {
  return imported.records.filter((record): record is Extract<AnyRecord, { type: T }> => record.type === type);
}

/** A zip file of these entries; `method` other than 0 and 8 only names a method. */
export function zipOf(entries: { name: string; content: string | Buffer; method?: number }[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, method = 8 } of entries) {
    const plain = Buffer.from(content as string);
    const packed = method === 8 ? deflateRawSync(plain) : plain;
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(method, 4);
    fields.writeUInt32LE(crc32(plain), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(plain.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), fields, Buffer.from(name), packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(
      Buffer.concat([
        Buffer.from("PK\x01\x02\x14\x00", "latin1"),
        fields.subarray(0, 24),
        Buffer.alloc(2),
        place,
        Buffer.from(name),
      ]),
    );
    files.push(local);
    offset += local.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", 0, "latin1");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, ...directory, end]);
}

/** An `.eval` log made of a `.json` one. */
export function evalOf(log: Record<string, unknown>, method?: number): Buffer {
  const { samples, ...header } = log;
  return zipOf([
    { name: "_journal/start.json", content: JSON.stringify({ eval: log.eval }) },
    ...(samples as { id: unknown; epoch: number }[]).map((sample) => ({
      name: `samples/${sample.id}_epoch_${sample.epoch}.json`,
      content: JSON.stringify(sample),
      method,
    })),
    { name: "header.json", content: JSON.stringify(header) },
  ]);
}
