/** Writes one export to whoever reads it, and keeps its row truthful whatever happens to the reader. */
import { createHash } from "node:crypto";
import { pipeline, Readable } from "node:stream";
import { createGzip } from "node:zlib";
import { StudioError } from "@/domain/errors";
import type { Db } from "@/server/db";
import { encodeLines } from "./encode-lines";
import { encodeParquet } from "./encode-parquet";
import { claimExport, failExport, finishExport, getExport, keepWaiting, reportProgress } from "./export-row";
import { EXPORT_FORMATS } from "./formats/registry";
import { prepareExport, selectionOf } from "./prepare";
import type { ExportRequest } from "./request";
import { openSnapshot, type Snapshot } from "./snapshot";

const HEARTBEAT_MS = 1000;

export type Delivery = {
  id: number;
  fileName: string;
  expectedRows: number;
  /** The file's bytes. Leaving the loop early stops the export and marks it failed. */
  chunks: AsyncGenerator<Buffer>;
  /** The same for who does not come to the loop; does nothing once the export is complete. */
  close(): Promise<void>;
};

/**
 * Opens the export `id`. Each export is written once: for one that has been, another with the same request is made, over
 * the data as it is now. Everything that can be wrong with a request is thrown here, before the first byte. It holds a
 * connection to the database until it is read to its end, left or closed.
 */
export async function openExport(db: Db, id: number): Promise<Delivery> {
  const { request } = await getExport(db, id);
  // Counting may take minutes, in which nothing else says that somebody is at it.
  const heartbeat = setInterval(() => void keepWaiting(db, id).catch(() => {}), HEARTBEAT_MS);
  try {
    return await openCounted(db, id, request);
  } finally {
    clearInterval(heartbeat);
  }
}

async function openCounted(db: Db, id: number, request: ExportRequest): Promise<Delivery> {
  let snapshot: Snapshot | null = null;
  let claimed = id;
  try {
    snapshot = await openSnapshot(db, request);
    const writer = await chooseWriter(db, snapshot, request);
    if (!(await claimExport(db, id, writer.expectedRows))) {
      claimed = await prepareExport(db, request);
      if (!(await claimExport(db, claimed, writer.expectedRows))) throw new Error(`Export ${claimed} is taken.`);
    }
    const { fileName } = await getExport(db, claimed);
    const chunks = deliver(db, claimed, request, snapshot, writer);
    // A generator whose body has not begun would not run its end.
    await chunks.next();
    const close = async () => void (await chunks.return(undefined));
    return { id: claimed, fileName, expectedRows: writer.expectedRows, chunks, close };
  } catch (error) {
    await snapshot?.close();
    await failExport(db, claimed, { rows: 0, bytes: 0 }, messageOf(error));
    throw error;
  }
}

type Writer = { expectedRows: number; write(onRow: () => void): AsyncGenerator<Buffer> };

/** Throws precondition where there is no row to write and the format says why. */
async function chooseWriter(db: Db, snapshot: Snapshot, request: ExportRequest): Promise<Writer> {
  const format = EXPORT_FORMATS[request.format];
  const source = { snapshot, request, selection: () => selectionOf(db, request) };
  const expectedRows = await format.expectedRows(source);
  if (expectedRows === 0 && format.whenEmpty) throw new StudioError("precondition", format.whenEmpty(request.mode));
  return {
    expectedRows,
    write: (onRow) =>
      request.file === "parquet"
        ? encodeParquet({ ...format, rows: format.rows(source) }, onRow)
        : encodeLines(format.rows(source), onRow),
  };
}

/** Its first chunk is empty and nobody's: by then it has begun. */
async function* deliver(
  db: Db,
  id: number,
  request: ExportRequest,
  snapshot: Snapshot,
  writer: Writer,
): AsyncGenerator<Buffer> {
  const progress = { rows: 0, bytes: 0 };
  const hash = createHash("sha256");
  // A heartbeat that cannot be written is no reason to stop: the next one may be.
  const heartbeat = setInterval(() => void reportProgress(db, id, progress).catch(() => {}), HEARTBEAT_MS);
  let failure = "The reader went away before the end.";
  let isComplete = false;
  const plain = async function* () {
    for await (const block of writer.write(() => {
      progress.rows += 1;
    })) {
      hash.update(block);
      progress.bytes += block.length;
      if (block.length > 0) yield block;
    }
  };
  try {
    yield Buffer.alloc(0);
    yield* request.gzip ? gzipped(plain()) : plain();
    if (progress.rows !== writer.expectedRows)
      throw new Error(`Export ${id} has ${progress.rows} rows where ${writer.expectedRows} were counted.`);
    clearInterval(heartbeat);
    await finishExport(db, id, progress, hash.digest("hex"));
    isComplete = true;
  } catch (error) {
    failure = messageOf(error);
    throw error;
  } finally {
    clearInterval(heartbeat);
    await snapshot.close().catch(() => {});
    if (!isComplete) await failExport(db, id, progress, failure);
  }
}

async function* gzipped(chunks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const gzip = createGzip();
  // The error reaches the reader of gzip; the callback only keeps it from being thrown a second time.
  pipeline(Readable.from(chunks, { objectMode: false }), gzip, () => {});
  for await (const chunk of gzip) yield chunk;
}

function messageOf(error: unknown): string {
  return error instanceof StudioError ? error.message : "The studio or its database failed while writing this export.";
}
