/** The studio's HTTP as an OpenAPI 3.1 document, made from the schemas that read what is sent. */
import { Filter } from "@/domain/filtering/filter";
import { Judge } from "@/domain/judging/settings";
import { Labeller } from "@/domain/labelling/settings";
import { Pool } from "@/domain/pool";
import { RolloutSettings } from "@/domain/rollout/settings";
import packageFile from "@/package.json";
import type { Operation } from "./parts";
import { PROCEDURE_ERROR, procedurePaths, ROUTERS } from "./procedures";
import { routePaths } from "./routes";
import { type Json, Schemas } from "./schemas";

export type OpenApiDocument = {
  openapi: "3.1.0";
  info: { title: string; version: string; description: string };
  servers: { url: string }[];
  security: Json[];
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Json>; securitySchemes: Json };
};

const DESCRIPTION = `Everything the pages do. Procedures are called as GET /api/trpc/NAME?input=JSON where they only ask, as POST
/api/trpc/NAME with the input as JSON body where they do something; they answer {"result": {"data": …}} or {"error": {"message", "data":
{"code", "httpStatus"}}}. Files go in and out under the other addresses. A studio with STUDIO_TOKEN wants it as bearer token.`;

/** What several procedures take, under names of their own. */
const SHARED = { Pool, Filter, Judge, Labeller, RolloutSettings };

export function openApiDocument(server = "/"): OpenApiDocument {
  const schemas = new Schemas();
  for (const [name, schema] of Object.entries(SHARED)) schemas.add(name, schema);
  const paths = { ...routePaths(schemas), ...procedurePaths(schemas) };
  return {
    openapi: "3.1.0",
    info: { title: "Swirl Studio", version: packageFile.version, description: DESCRIPTION.replaceAll("\n", " ") },
    servers: [{ url: server }],
    // Without a token in the environment nothing is asked for.
    security: [{}, { token: [] }],
    tags: [
      { name: "files", description: "Files in and out" },
      ...Object.entries(ROUTERS).map(([name, description]) => ({ name, description })),
    ],
    paths,
    components: {
      schemas: { ...schemas.asJson(), ProcedureError: PROCEDURE_ERROR },
      securitySchemes: { token: { type: "http", scheme: "bearer", description: "STUDIO_TOKEN of the studio" } },
    },
  };
}
