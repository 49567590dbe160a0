import { Readable } from "node:stream";
import { database } from "@/server/db";
import { rejectsFile } from "@/server/services/import/rejects-file";

/** GET /api/imports/ID/rejects: what an import put aside, as JSONL. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params;
  const file = /^\d{1,9}$/.test(id) ? await rejectsFile(database().pool, Number(id)) : null;
  if (!file) return Response.json({ error: "There is no such import." }, { status: 404 });
  return new Response(Readable.toWeb(file.body) as ReadableStream<Uint8Array>, {
    headers: {
      "content-type": "application/x-ndjson; charset=utf-8",
      "content-disposition": `attachment; filename="import-${id}-rejects.jsonl"`,
      "cache-control": "no-store",
    },
  });
}
