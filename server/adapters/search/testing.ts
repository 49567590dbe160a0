/** A retriever on loopback for tests: answers one request after the other as it is told to. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Behaviour = (request: IncomingMessage, response: ServerResponse, body: string) => void;

export type TestRetriever = {
  url: string;
  /** Bodies of the requests so far */
  bodies: unknown[];
  /** What the next requests meet; the last one stays */
  behave(...behaviours: Behaviour[]): void;
  close(): Promise<void>;
};

export async function openTestRetriever(): Promise<TestRetriever> {
  let waiting: Behaviour[] = [];
  const bodies: unknown[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    bodies.push(JSON.parse(body));
    const behaviour = waiting.length > 1 ? waiting.shift() : waiting[0];
    behaviour?.(request, response, body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/retrieve`,
    bodies,
    behave(...behaviours) {
      waiting = behaviours;
      bodies.length = 0;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

export const json =
  (value: unknown, status = 200): Behaviour =>
  (_, response) => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
  };

export const passages = (...contents: string[]): Behaviour =>
  json({
    result: [
      contents.map((text, index) => ({ document: { id: String(index), contents: text }, score: 1 / (index + 1) })),
    ],
  });
