/** A retriever over HTTP: POST {queries, topk, return_scores}, the protocol of Search-R1. */
import { setTimeout as sleep } from "node:timers/promises";
import type { FoundPassage } from "@/domain/rollout/search-observation";
import { ToolFailure } from "@/domain/rollout/tool-failure";
import { requestPassages } from "./request-passages";

export type RetrieverOptions = {
  /** For one attempt */
  timeoutMs?: number;
  attempts?: number;
  /** Before the second attempt; twice as long before each further one */
  waitMs?: number;
  /** Is told why an attempt failed that is repeated, and null once one did not */
  suffer?: ((trouble: string | null) => void) | undefined;
};
const MAX_WAIT_MS = 30_000;

/** What a query found, or the status with which the retriever refused this one query. */
export type Retrieved = { passages: FoundPassage[] } | { refusedWith: number };

/**
 * Asks a retriever; repeats what may pass (5xx, 429, a lost connection, silence) with growing waits. Throws ToolFailure
 * when it stays down or does not speak the protocol, and the reason of `signal` when that is aborted.
 */
export async function retrieve(
  url: string,
  query: string,
  topk: number,
  signal: AbortSignal,
  { timeoutMs = 30_000, attempts = 6, waitMs = 500, suffer }: RetrieverOptions = {},
): Promise<Retrieved> {
  for (let attempt = 1; ; attempt++) {
    const answer = await requestPassages(url, { query, topk, timeoutMs }, signal);
    if (answer.kind !== "passing") suffer?.(null);
    switch (answer.kind) {
      case "passages":
        // Some retrievers know no topk of a request's own.
        return { passages: answer.passages.slice(0, topk) };
      case "refused":
        return { refusedWith: answer.status };
      case "broken":
        throw new ToolFailure(`The retriever at ${shown(url)} ${answer.reason}`);
      case "passing":
        if (attempt >= attempts)
          throw new ToolFailure(`The retriever at ${shown(url)} ${answer.reason}, ${attempts} times in a row.`);
        suffer?.(
          `The retriever at ${shown(url)} ${answer.reason}. It is asked again; after ${attempts} attempts in a row the run pauses.`,
        );
        await wait(answer.retryAfterMs ?? waitMs * 2 ** (attempt - 1) * (0.5 + Math.random()), signal);
    }
  }
}

async function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(Math.min(milliseconds, MAX_WAIT_MS), undefined, { signal }).catch(() => signal.throwIfAborted());
}

/** An address without what may be a secret. */
export function shown(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
