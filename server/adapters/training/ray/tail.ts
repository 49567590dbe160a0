/** A job's output as Ray pushes it, over a WebSocket: from its beginning, until the connection ends. */
import { WebSocket } from "undici";
import { guardedAgent } from "../../guarded-connect";
import type { RayClient } from "./client";
import { LineSplitter } from "./line-splitter";
import { authorization, readToken } from "./token";

const LOOK_MS = 15_000;

export type TailOptions = {
  /** Lines that were had before */
  skip: number;
  signal: AbortSignal;
  /** Asked now and then; false or an error ends it: a machine that vanished closes no connection */
  isOpen: () => Promise<boolean>;
};

/** Never throws for a connection that breaks: whoever reads asks why. Answers whether it ended in good order. */
export async function* tailLines(
  client: RayClient,
  jobId: string,
  options: TailOptions,
): AsyncGenerator<string, boolean> {
  const { signal, isOpen } = options;
  const splitter = new LineSplitter(options.skip);
  let lines: string[] = [];
  let end: { isClean: boolean } | null = null;
  let wake = () => {};
  const finish = (isClean: boolean) => {
    end ??= { isClean };
    wake();
  };
  const path = `/api/jobs/${encodeURIComponent(jobId)}/logs/tail`;
  const url = `${client.asked.address.replace(/^http/, "ws").replace(/\/+$/, "")}${path}`;
  const socket = new WebSocket(url, {
    headers: authorization(readToken(client.asked.tokenVariable)),
    dispatcher: guardedAgent,
  });
  socket.addEventListener("message", ({ data }) => {
    if (typeof data !== "string") return;
    const more = splitter.push(data);
    lines = lines.length === 0 ? more : lines.concat(more);
    wake();
  });
  socket.addEventListener("error", () => finish(false));
  socket.addEventListener("close", ({ wasClean }) => finish(wasClean));
  const onAbort = () => finish(false);
  signal.addEventListener("abort", onAbort, { once: true });
  const looks = setInterval(() => {
    isOpen().then(
      (open) => open || finish(false),
      () => finish(false),
    );
  }, LOOK_MS);
  try {
    for (;;) {
      const ready = lines;
      lines = [];
      yield* ready;
      if (lines.length > 0) continue;
      if (end !== null || signal.aborted) return (end as { isClean: boolean } | null)?.isClean ?? false;
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (lines.length > 0 || end !== null) resolve();
      });
    }
  } finally {
    clearInterval(looks);
    signal.removeEventListener("abort", onAbort);
    if (socket.readyState < WebSocket.CLOSING) socket.close();
  }
}
