import { openApiDocument } from "@/server/openapi/document";

/** GET /api/openapi.json: how all of this is called, made from the schemas that read it. */
export function GET(): Response {
  return Response.json(openApiDocument(), { headers: { "cache-control": "no-store" } });
}
