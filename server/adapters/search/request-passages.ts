/** One request to a retriever. */
import { fetch, type Response } from "undici";
import type { FoundPassage } from "@/domain/rollout/search-observation";
import { guardedAgent } from "../guarded-connect";
import { readRetrieverReply } from "./retriever-reply";

const MAX_BYTES = 16 * 1024 * 1024;
const QUOTED = 200;

export type RetrieverAnswer =
  | { kind: "passages"; passages: FoundPassage[] }
  /** This query, not every query, is refused */
  | { kind: "refused"; status: number }
  /** May pass: sent again later */
  | { kind: "passing"; reason: string; retryAfterMs: number | null }
  /** Will not pass */
  | { kind: "broken"; reason: string };

/** Asks once. Throws only the reason of `signal`. */
export async function requestPassages(
  url: string,
  { query, topk, timeoutMs }: { query: string; topk: number; timeoutMs: number },
  signal: AbortSignal,
): Promise<RetrieverAnswer> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      dispatcher: guardedAgent,
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify({ queries: [query.toWellFormed()], topk, return_scores: true }),
      redirect: "manual",
      signal: AbortSignal.any([signal, timeout]),
    });
    return read(response.status, response.headers.get("retry-after"), await readText(response));
  } catch (error) {
    signal.throwIfAborted();
    if (timeout.aborted) return passing(`did not answer within ${timeoutMs / 1000} s`);
    return passing(`could not be reached: ${reasonOf(error)}`);
  }
}

function read(status: number, retryAfter: string | null, text: string | null): RetrieverAnswer {
  if (status === 429 || status >= 500) return passing(`answered ${status}`, millisecondsOf(retryAfter));
  if (status === 400 || status === 413 || status === 422) return { kind: "refused", status };
  if (status < 200 || status >= 300) return { kind: "broken", reason: `answered ${status}${quote(text)}` };
  if (text === null) return { kind: "broken", reason: `sent more than ${MAX_BYTES / 1024 / 1024} MB` };
  const passages = readRetrieverReply(text);
  if (passages) return { kind: "passages", passages };
  return { kind: "broken", reason: `did not answer with {"result": [[…]]}${quote(text)}` };
}

const passing = (reason: string, retryAfterMs: number | null = null): RetrieverAnswer => ({
  kind: "passing",
  reason,
  retryAfterMs,
});

/** Null where it is too long to be an answer. */
async function readText(response: Response): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    // Leaving the loop closes the connection.
    if (bytes > MAX_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function quote(text: string | null): string {
  const plain = text?.replace(/\s+/g, " ").trim().slice(0, QUOTED) ?? "";
  return plain === "" ? "" : `: ${plain}`;
}

/** Retry-After in seconds; its form as a date is rare enough to be left to the usual wait. */
function millisecondsOf(retryAfter: string | null): number | null {
  return retryAfter !== null && /^\d{1,6}$/.test(retryAfter.trim()) ? Number(retryAfter) * 1_000 : null;
}

/** fetch says only "fetch failed"; its cause says why. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  return "code" in cause && typeof cause.code === "string" && cause.message === "" ? cause.code : cause.message;
}
