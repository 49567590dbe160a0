/** `GET /api/export?mode=…&judging-run=…`: an export for scripts, in one request (docs/export.md). */
import { database } from "@/server/db";
import { openExport } from "@/server/services/export/deliver";
import { readExportQuery } from "@/server/services/export/http-query";
import { errorResponse, fileResponse } from "@/server/services/export/http-response";
import { prepareExport } from "@/server/services/export/prepare";

export async function GET(request: Request): Promise<Response> {
  try {
    const db = database();
    const wanted = await readExportQuery(db, new URL(request.url).searchParams);
    return fileResponse(await openExport(db, await prepareExport(db, wanted)), request.signal);
  } catch (error) {
    return errorResponse(error);
  }
}

/** Asking for the headers writes no export. */
export function HEAD(): Response {
  return new Response(null, { status: 204 });
}
