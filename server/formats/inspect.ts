/** Inspect eval logs, `.json` and `.eval`: each epoch of a sample is a trajectory, each scorer a labelling run. */
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { StudioError } from "@/domain/errors";
import { Declarations } from "./declarations";
import type { Format, ReadItem } from "./format";
import { isLogHeader, type Log, readLog } from "./inspect/log";
import { parseLogJson } from "./inspect/parse";
import { sampleRecords } from "./inspect/sample";
import { EntryError, zipEntries } from "./inspect/zip";
import { isObject, kindOf } from "./json";
import { readElements } from "./json-array";
import { takeHead } from "./records";
import { sniff } from "./sniff";

const MAX_SAMPLE_BYTES = 256 << 20;
const ZIP_MAGIC = Buffer.from("PK\x03\x04", "latin1");
/** The header is written last; a log that broke off has only what it began with. */
const HEADER = "header.json";
const START = "_journal/start.json";

const isZip = (head: Buffer) => head.subarray(0, 4).equals(ZIP_MAGIC);

export const inspect: Format = {
  name: "inspect",
  title: "Inspect logs",
  detect: (head) => {
    if (isZip(head.bytes)) return [HEADER, START, "samples/"].some((name) => head.bytes.includes(name));
    const record = sniff(head.bytes)?.record;
    return isLogHeader(record) && !("messages" in record);
  },
  read: async function* (source) {
    const { head, chunks } = await takeHead(source.chunks);
    let samples = 0;
    for await (const item of isZip(head) ? readZipped(chunks) : readPlain(chunks)) {
      samples += 1;
      yield item;
    }
    if (samples === 0)
      throw new StudioError("invalid", "This Inspect log holds no samples: was it written without log_samples?");
  },
};

async function* readPlain(chunks: AsyncIterable<Buffer>): AsyncGenerator<ReadItem> {
  const header: Record<string, unknown> = {};
  const declarations = new Declarations();
  let log: Log | undefined;
  const options = { key: "samples", members: ["eval", "status"], limit: MAX_SAMPLE_BYTES };
  for await (const { line, index, member, bytes, reject, isCut } of readElements(chunks, options)) {
    const where = index > 0 ? `sample ${index}: ` : "";
    const raw = () => bytes;
    if (reject !== undefined) yield { line, reject: where + reject, raw, isCut };
    else if (member !== undefined) header[member] = jsonIn(bytes);
    else {
      log ??= readLog(header);
      yield toItem(bytes, { line, where, log, declarations });
    }
  }
}

async function* readZipped(chunks: AsyncIterable<Buffer>): AsyncGenerator<ReadItem> {
  const folder = await mkdtemp(join(tmpdir(), "swirl-studio-"));
  try {
    // A zip file has its table of contents at the end.
    const path = join(folder, "log.eval");
    await pipeline(chunks, createWriteStream(path, { mode: 0o600 }));
    const log = readLog(await zippedHeader(path));
    const declarations = new Declarations();
    let line = 0;
    for await (const { name, read } of zipEntries(path, isSample)) {
      line += 1;
      const where = `${JSON.stringify(name.slice(0, 200))}: `;
      const bytes = await read().catch(unreadable);
      if (typeof bytes === "string") yield { line, reject: where + bytes, raw: () => Buffer.alloc(0) };
      else yield toItem(bytes, { line, where, log, declarations });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const isSample = (name: string) => name.startsWith("samples/") && name.endsWith(".json");

async function zippedHeader(path: string): Promise<unknown> {
  let header: unknown;
  for await (const { name, read } of zipEntries(path, (candidate) => candidate === HEADER || candidate === START)) {
    if (header !== undefined && name === START) continue;
    const bytes = await read().catch(unreadable);
    if (typeof bytes === "string") throw new StudioError("invalid", `The log's ${name} cannot be read: ${bytes}.`);
    header = jsonIn(bytes);
  }
  return header;
}

function unreadable(error: unknown): string {
  if (error instanceof EntryError) return error.message;
  throw error;
}

function jsonIn(bytes: Buffer): unknown {
  const parsed = parseLogJson(bytes);
  return "value" in parsed ? parsed.value : undefined;
}

type Place = { line: number; where: string; log: Log; declarations: Declarations };

function toItem(bytes: Buffer, { line, where, log, declarations }: Place): ReadItem {
  const raw = () => bytes;
  const parsed = parseLogJson(bytes);
  if ("reject" in parsed) return { line, reject: where + parsed.reject, raw };
  if (!isObject(parsed.value))
    return { line, reject: `${where}a JSON object was expected, this is ${kindOf(parsed.value)}`, raw };
  const read = sampleRecords(parsed.value, log, declarations);
  return typeof read === "string" ? { line, reject: where + read, raw } : { line, ...read, raw };
}
