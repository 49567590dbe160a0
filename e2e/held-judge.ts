/** A door before a judge: it answers as many requests as a test allows and holds the others, or is not there at all. */
import http from "node:http";
import type { AddressInfo } from "node:net";

export type HeldJudge = {
  url: string;
  /** Answers so many requests from now on, those first that wait; Infinity: all */
  allow: (requests: number) => void;
  /** Nobody listens any more, as when the judge's machine is gone; what waited breaks off */
  goAway: () => Promise<void>;
  /** Listens where it did before */
  comeBack: () => Promise<void>;
  close: () => Promise<void>;
};

/** Allows everything at first. `judge`: its address without /v1. */
export async function startHeldJudge(judge: string): Promise<HeldJudge> {
  let allowed = Number.POSITIVE_INFINITY;
  const waiting = new Set<() => void>();

  function letIn() {
    for (const enter of waiting) {
      if (allowed <= 0) return;
      allowed -= 1;
      waiting.delete(enter);
      enter();
    }
  }
  /** Rejects where the asker gives up: its request takes nobody's place. */
  const turn = (response: http.ServerResponse) =>
    new Promise<void>((resolve, reject) => {
      waiting.add(resolve);
      response.once("close", () => {
        waiting.delete(resolve);
        reject(new Error("It gave up."));
      });
      letIn();
    });

  async function answer(request: http.IncomingMessage, response: http.ServerResponse) {
    try {
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece);
      const { method = "GET", url } = request;
      const body = method === "GET" ? null : Buffer.concat(pieces);
      if (body !== null) await turn(response);
      const answer = await fetch(`${judge}${url}`, { method, body, headers: { "Content-Type": "application/json" } });
      const text = await answer.text();
      response.writeHead(answer.status, { "Content-Type": "application/json" }).end(text);
    } catch {
      if (!response.destroyed) response.writeHead(502).end();
    }
  }

  const listen = (port: number) =>
    new Promise<http.Server>((resolve, reject) => {
      const opened = http.createServer(answer);
      opened.once("error", reject).listen(port, "127.0.0.1", () => resolve(opened));
    });
  let server = await listen(0);
  const { port } = server.address() as AddressInfo;
  const shut = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    url: `http://127.0.0.1:${port}/v1`,
    allow: (requests) => {
      allowed = requests;
      letIn();
    },
    goAway: shut,
    comeBack: async () => {
      server = await listen(port);
    },
    close: shut,
  };
}
