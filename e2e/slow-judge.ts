/** A door before a judge that can be made slow, so that no machine is too slow to watch what it judges. */
import http from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

export type SlowJudge = { url: string; setDelay: (milliseconds: number) => void; close: () => Promise<void> };

/** `judge`: its address without /v1. */
export async function startSlowJudge(judge: string): Promise<SlowJudge> {
  let delay = 0;
  const server = http.createServer(async (request, response) => {
    try {
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece);
      await pause(delay);
      const { method = "GET", url } = request;
      const body = method === "GET" ? null : Buffer.concat(pieces);
      const answer = await fetch(`${judge}${url}`, { method, body, headers: { "Content-Type": "application/json" } });
      response.writeHead(answer.status, { "Content-Type": "application/json" });
      response.end(await answer.text());
    } catch {
      response.writeHead(502).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    setDelay: (milliseconds) => {
      delay = milliseconds;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
