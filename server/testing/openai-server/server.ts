/** A real HTTP server on a loopback port that speaks OpenAI's protocol with scripted replies, for tests and benchmarks. */
import http from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { answer } from "./answer";
import { type Fault, playFault } from "./faults";
import { playScript } from "./script";
import { Slots } from "./slots";
import { CompletionRequest, type Reply, type ScriptedReply } from "./wire";

export type OpenAiServerOptions = {
  /** Milliseconds from taking a request up to the reply's beginning; default 0 */
  latencyMs?: number;
  /** Requests taken up at once; the others wait. Default: all */
  slots?: number;
  /** What to say; `n` counts completions asked for from 0. Default: `playScript`, which depends on the content alone */
  reply?: Reply;
  /** What goes wrong with the n-th completion asked for, if anything */
  faults?: Faults;
  model?: string;
  /** A port of one's own; default: a free one */
  port?: number;
  /** Requests kept in `requests`; default 1,000 */
  logged?: number;
};
export type Faults = (n: number, request: CompletionRequest) => Fault | null;

export type OpenAiServer = {
  /** Ends in /v1 */
  url: string;
  /** The last requests for completions, oldest first */
  requests: { body: CompletionRequest; headers: http.IncomingHttpHeaders }[];
  /** Completions asked for, and how many of them are and were under way at once */
  stats: { count: number; inFlight: number; maxInFlight: number };
  setFaults(faults: Faults | null): void;
  close(): Promise<void>;
};

export async function startOpenAiServer(options: OpenAiServerOptions = {}): Promise<OpenAiServer> {
  const { latencyMs = 0, model = "scripted", logged = 1_000, reply = playScript } = options;
  let faults = options.faults ?? null;
  let isClosed = false;
  const slots = new Slots(options.slots ?? Number.POSITIVE_INFINITY);
  const requests: OpenAiServer["requests"] = [];
  const stats = { count: 0, inFlight: 0, maxInFlight: 0 };
  const sockets = new Set<Socket>();

  async function complete(incoming: http.IncomingMessage, response: http.ServerResponse, text: string) {
    const parsed = CompletionRequest.safeParse(JSON.parse(text));
    if (!parsed.success) return sendJson(response, 400, { error: { message: "No chat request.", code: 400 } });
    const body = parsed.data;
    const n = stats.count++;
    if (logged > 0) {
      requests.push({ body, headers: incoming.headers });
      if (requests.length > logged) requests.shift();
    }
    stats.maxInFlight = Math.max(stats.maxInFlight, ++stats.inFlight);
    response.once("close", () => {
      stats.inFlight--;
    });
    await slots.take(response);
    if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, latencyMs));
    if (response.destroyed) return;
    const fault = faults?.(n, body) ?? null;
    const said: ScriptedReply = await reply(body, n);
    if (fault) playFault(fault, response, { body, said, model, goDown });
    else answer(response, body, said, model);
  }

  function handle(incoming: http.IncomingMessage, response: http.ServerResponse) {
    if (incoming.method === "GET" && incoming.url === "/v1/models")
      return sendJson(response, 200, { object: "list", data: [{ id: model, object: "model" }] });
    if (incoming.method === "GET" && incoming.url === "/health") return sendJson(response, 200, {});
    if (incoming.method !== "POST" || incoming.url !== "/v1/chat/completions")
      return sendJson(response, 404, { error: { message: `Nothing at ${incoming.url}`, code: 404 } });
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      complete(incoming, response, Buffer.concat(chunks).toString("utf8")).catch((error: unknown) => {
        if (!response.headersSent) sendJson(response, 500, { error: { message: String(error) } });
        else response.destroy();
      });
    });
  }

  const server = http.createServer({ keepAliveTimeout: 60_000 }, handle);
  server.on("connection", (socket: Socket) => {
    socket.setNoDelay(true);
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", 4_096, () => {
        server.off("error", reject);
        resolve();
      });
    });
  const shut = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });

  /** Nothing listens for a while; then the same port does again. */
  function goDown(milliseconds: number) {
    if (!server.listening) return;
    void shut().then(() =>
      setTimeout(() => {
        if (!isClosed) listen(port).catch((error: unknown) => console.error("The server could not come back:", error));
      }, milliseconds),
    );
  }

  await listen(options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    stats,
    setFaults(next) {
      faults = next;
    },
    async close() {
      isClosed = true;
      if (server.listening) await shut();
    },
  };
}

function sendJson(response: http.ServerResponse, status: number, body: unknown) {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
