/** `swirl openapi` */
import { UsageError } from "./exit-status";
import { print } from "./print";
import { readArgs } from "./read-args";

const HELP = `Usage: swirl openapi [--server URL]
Prints how everything is called over HTTP, as an OpenAPI 3.1 document; a running studio serves it at /api/openapi.json.
  --server URL           where the studio is; http://127.0.0.1:3000
  --json                 it is JSON with and without`;

const OPTIONS = {
  server: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

export async function openapiCommand(args: string[]): Promise<void> {
  const { help, server = "http://127.0.0.1:3000" } = readArgs(args, OPTIONS, HELP);
  if (help) return print(HELP);
  if (!URL.canParse(server)) throw new UsageError(`--server ${server}: give an address such as http://127.0.0.1:3000`);
  // All procedures are loaded for it, and for no other command.
  const { openApiDocument } = await import("@/server/openapi/document");
  print(JSON.stringify(openApiDocument(server), null, 2));
}
