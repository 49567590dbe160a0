/** Streams a trajectory's exact texts as files: its raw record, or the context of one step. */
import { Readable } from "node:stream";
import type pg from "pg";
import { StudioError } from "@/domain/errors";
import { contextText } from "@/server/queries/trajectory/context-text";
import { rawRecord } from "@/server/queries/trajectory/raw-record";

export type Download = { fileName: string; type: string; body: ReadableStream<Uint8Array> };

/** One line of the studio's own format. Throws not-found. */
export function downloadRecord(db: pg.Pool, id: number): Promise<Download> {
  return download(rawRecord(db, id), `trajectory-${id}.jsonl`, "application/x-ndjson");
}

/** The messages before step `step` (zero-based) as a JSON list. Throws not-found. */
export function downloadContext(db: pg.Pool, id: number, step: number): Promise<Download> {
  return download(contextText(db, id, step), `trajectory-${id}-step-${step + 1}-context.json`, "application/json");
}

async function download(pieces: AsyncGenerator<string>, fileName: string, type: string): Promise<Download> {
  // The first piece is asked for here, so that what is not there is said before an answer has begun.
  const first = await pieces.next();
  async function* encoded() {
    if (!first.done) yield Buffer.from(first.value);
    for await (const piece of pieces) yield Buffer.from(piece);
  }
  return {
    fileName,
    type: `${type}; charset=utf-8`,
    body: Readable.toWeb(Readable.from(encoded(), { objectMode: false })) as ReadableStream<Uint8Array>,
  };
}

/** Answers with a file to save, or with the sentence that says why there is none. */
export async function respondWith(find: () => Promise<Download>): Promise<Response> {
  try {
    const { fileName, type, body } = await find();
    return new Response(body, {
      headers: {
        "content-type": type,
        "content-disposition": `attachment; filename="${fileName}"`,
        "cache-control": "no-store",
      },
    });
  } catch (error) {
    if (!(error instanceof StudioError)) throw error;
    return Response.json({ error: error.message }, { status: error.code === "not-found" ? 404 : 422 });
  }
}

/** A whole number as an address writes it; null where it is none that a row can have. */
export function idFrom(text: string): number | null {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  return number > 0 && number <= 2_147_483_647 ? number : null;
}
