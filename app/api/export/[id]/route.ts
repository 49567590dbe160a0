/** `GET /api/export/<id>`: the file of an export that the page prepared. */
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { database } from "@/server/db";
import { openExport } from "@/server/services/export/deliver";
import { errorResponse, fileResponse } from "@/server/services/export/http-response";

const Id = z.coerce.number().pipe(z.int().positive().max(2_147_483_647));

export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  try {
    const { data: id } = Id.safeParse((await params).id);
    if (id === undefined) throw new StudioError("not-found", "An export's address ends in its number.");
    return fileResponse(await openExport(database(), id), request.signal);
  } catch (error) {
    return errorResponse(error);
  }
}

/** Asking for the headers writes no export. */
export function HEAD(): Response {
  return new Response(null, { status: 204 });
}
