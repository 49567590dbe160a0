/** The web process: Next behind the door, on one address. Started by scripts/start.mjs. */
import { createServer, type ServerResponse } from "node:http";
import next from "next";
import { readDoorSettings } from "./door/config";
import { createGuard } from "./door/guard";

const isDevelopment = process.env.NODE_ENV !== "production";
const port = Number(process.env.PORT || 3000);
const settings = readDoorSettings(process.env, port);
if (typeof settings === "string") {
  console.error(settings);
  process.exit(1);
}
const { host } = settings;

const server = createServer();
// An upload of gigabytes may take an hour; its headers may not.
server.requestTimeout = 0;
server.headersTimeout = 20_000;
server.keepAliveTimeout = 65_000;

// Next listens for upgrades on the server it is given; on this one it hears only those that passed the door.
const behindTheDoor = createServer();
const app = next({ dev: isDevelopment, dir: process.cwd(), hostname: host, port, httpServer: behindTheDoor });
await app.prepare();
const handle = app.getRequestHandler();
const guard = createGuard(settings, isDevelopment);

/** Responses that never end by themselves: the pages' event streams. */
const streams = new Set<ServerResponse>();

server.on("request", async (req, res) => {
  if (req.headers.accept === "text/event-stream") {
    streams.add(res);
    res.on("close", () => streams.delete(res));
  }
  try {
    if (await guard.admit(req, res)) await handle(req, res);
  } catch (error) {
    console.error(error);
    if (!res.headersSent) res.writeHead(500, { "Content-Type": "text/plain; charset=utf-8" });
    res.end();
  }
});

server.on("upgrade", (req, socket, head) => {
  socket.on("error", () => socket.destroy());
  if (!guard.admitUpgrade(req, socket)) return;
  // Only Next's development server speaks WebSocket.
  if (isDevelopment) behindTheDoor.emit("upgrade", req, socket, head);
  else socket.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
});

server.on("error", (error) => {
  console.error(`The web server cannot listen on ${host}:${port}: ${error.message}`);
  process.exit(1);
});
server.listen(port, host.replace(/^\[(.*)\]$/, "$1"));

let isStopping = false;
function stop() {
  if (isStopping) return;
  isStopping = true;
  server.close(() => process.exit(0));
  for (const stream of streams) stream.destroy();
  server.closeIdleConnections();
  // Requests under way get a moment.
  setTimeout(() => server.closeAllConnections(), 1500).unref();
  setTimeout(() => process.exit(0), 4000).unref();
}
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
// The channel closes when the parent is gone, however it went.
process.on("disconnect", stop);
