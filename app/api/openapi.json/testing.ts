/** The studio's route handlers behind its door on a loopback port, and a client that knows the document alone. */
import { readdir } from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import { readDoorSettings } from "@/server/door/config";
import { createGuard } from "@/server/door/guard";
import type { OpenApiDocument } from "@/server/openapi/document";

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response> | Response;
export type Route = { path: string; methods: Record<string, Handler> };

const API = path.resolve(import.meta.dirname, "..");
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

/** Every route.ts below app/api, its path written as a document writes it. */
export async function readRoutes(): Promise<Route[]> {
  const files = (await readdir(API, { recursive: true })).filter((file) => path.basename(file) === "route.ts");
  return Promise.all(
    files.map(async (file) => {
      const module: Record<string, Handler> = await import(pathToFileURL(path.join(API, file)).href);
      const folder = path.dirname(file).split(path.sep).join("/");
      return {
        path: `/api/${folder.replace(/\[(\w+)\]/g, "{$1}")}`,
        methods: Object.fromEntries(METHODS.flatMap((name) => (module[name] ? [[name, module[name]]] : []))),
      };
    }),
  );
}

/** Answers its address. The database is that of DATABASE_URL. */
export async function serveRoutes(routes: readonly Route[], token: string) {
  const server = http.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const settings = readDoorSettings({ STUDIO_TOKEN: token }, port);
  if (typeof settings === "string") throw new Error(settings);
  const guard = createGuard(settings, false);
  server.on("request", async (incoming, outgoing) => {
    if (!(await guard.admit(incoming, outgoing))) return;
    const url = new URL(incoming.url ?? "/", `http://127.0.0.1:${port}`);
    const response = await answer(routes, url, incoming);
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    if (response.body) Readable.fromWeb(response.body as never).pipe(outgoing);
    else outgoing.end();
  });
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(routes: readonly Route[], url: URL, incoming: http.IncomingMessage): Promise<Response> {
  for (const route of routes) {
    const found = new RegExp(`^${route.path.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`).exec(url.pathname);
    const handler = found && route.methods[incoming.method ?? "GET"];
    if (!handler) continue;
    const hasBody = incoming.method === "POST";
    const request = new Request(url, {
      method: incoming.method ?? "GET",
      headers: incoming.headers as Record<string, string>,
      ...(hasBody && { body: Readable.toWeb(incoming) as never, duplex: "half" }),
    } as RequestInit);
    return handler(request, { params: Promise.resolve({ ...found.groups }) });
  }
  return new Response(null, { status: 404 });
}

type Parameter = { name: string; in: string; required: boolean; content?: object };

/** Calls operations by what the document says of them, and of nothing else. */
export function clientOf(document: OpenApiDocument, url: string, token: string) {
  return async (operationId: string, given: Record<string, unknown> = {}, body?: unknown): Promise<Response> => {
    for (const [template, operations] of Object.entries(document.paths))
      for (const [method, operation] of Object.entries(operations)) {
        if (operation.operationId !== operationId) continue;
        const parameters = (operation.parameters ?? []) as Parameter[];
        const unknown = Object.keys(given).filter((name) => !parameters.some((one) => one.name === name));
        if (unknown.length > 0) throw new Error(`${operationId} has no parameter ${unknown.join(", ")}`);
        let address = template;
        const query = new URLSearchParams();
        for (const { name, in: place, content } of parameters) {
          if (given[name] === undefined) continue;
          if (place === "path") address = address.replace(`{${name}}`, encodeURIComponent(String(given[name])));
          else if (content) query.append(name, JSON.stringify(given[name]));
          else for (const value of [given[name]].flat()) query.append(name, String(value));
        }
        const [type] = Object.keys((operation.requestBody as { content?: object } | undefined)?.content ?? {});
        const response = await fetch(`${url}${address}${query.size > 0 ? `?${query}` : ""}`, {
          method: method.toUpperCase(),
          headers: { authorization: `Bearer ${token}`, ...(type && { "content-type": type }) },
          ...(body !== undefined && { body: type === "application/json" ? JSON.stringify(body) : String(body) }),
        });
        requireSaid(operation.responses, response, operationId);
        return response;
      }
    throw new Error(`The document has no ${operationId}.`);
  };
}

/** Throws where an answer is none that the document knows. */
function requireSaid(responses: Record<string, object>, response: Response, operationId: string): void {
  const said = (responses[response.status] ?? responses.default) as { content?: object } | undefined;
  const type = response.headers.get("content-type")?.split(";")[0];
  const types = Object.keys(said?.content ?? {});
  if (!said || (types.length > 0 && !types.includes(type ?? "")))
    throw new Error(`${operationId} answered ${response.status} ${type}, of which the document says nothing.`);
}
