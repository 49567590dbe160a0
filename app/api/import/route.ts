import { database } from "@/server/db";
import { importFile } from "@/server/services/import/import-file";
import { requestBody } from "@/server/services/import/request-body";

/** POST /api/import?name=FILE with the file's bytes as body; answers with the import's report. */
export async function POST(request: Request): Promise<Response> {
  const name = new URL(request.url).searchParams.get("name") ?? "upload";
  if (!request.body)
    return Response.json({ error: "Send the file's bytes as the body of the request." }, { status: 400 });
  const length = Number(request.headers.get("content-length"));
  const totalBytes = Number.isSafeInteger(length) && length > 0 ? length : null;
  const { bytes, drain } = requestBody(request.body);
  const report = await importFile(database(), { fileName: name, body: bytes, totalBytes }).finally(drain);
  return Response.json(report, { status: report.status === "done" ? 200 : 422 });
}
