/** Which kind of failure an error response is, and the sentence about it. */
import { ChatFailure, type ChatFailureKind } from "@/domain/chat";
import { isContextOverflow } from "./context-overflow";
import { errorInText, type ServerError } from "./error-body";
import { retryAfter } from "./retry-after";

const SENTENCE_LENGTH = 500;

type Headers = Record<string, string | string[] | undefined>;

/** The failure behind a response with a status other than 2xx. */
export function failureOf(status: number, headers: Headers, body: string): ChatFailure {
  const error = errorInText(body);
  const kind = isContextOverflow(error) && status !== 429 ? "context-overflow" : kindOf(status);
  return new ChatFailure(kind, sentence(status, headers, error), {
    status,
    retryAfterMs: retryAfter(headers, Date.now()),
  });
}

/** The failure behind an error inside a reply that began as if all were well. */
export function failureFromReply(error: ServerError): ChatFailure {
  const status = error.status;
  const kind = isContextOverflow(error) ? "context-overflow" : status === null ? "server-error" : kindOf(status);
  return new ChatFailure(kind, says("The server broke off", error), { status });
}

/**
 * 408 is the server's word for nothing in time. 402 (nothing left to pay with), 405 and redirects (another address) are
 * about every request, as 401, 403 and 404 are.
 */
function kindOf(status: number): ChatFailureKind {
  if (status === 429) return "rate-limited";
  if (status >= 500) return "server-error";
  if (status === 408) return "timeout";
  if (status < 400 || [401, 402, 403, 404, 405].includes(status)) return "misconfigured";
  return "refused";
}

function sentence(status: number, headers: Headers, error: ServerError): string {
  const to = headers.location;
  if (status >= 300 && status < 400 && typeof to === "string")
    return `The server answered ${status}: it is to be found at ${cut(to)}.`;
  return says(`The server answered ${status}`, error);
}

function says(what: string, error: ServerError): string {
  const words = error.message ?? error.type ?? error.code;
  return words === null || words.trim() === "" ? `${what} and did not say why.` : `${what}: ${cut(words)}`;
}

function cut(words: string): string {
  const line = words
    .slice(0, 4 * SENTENCE_LENGTH)
    .replace(/\s+/g, " ")
    .trim();
  return line.length > SENTENCE_LENGTH ? `${line.slice(0, SENTENCE_LENGTH - 1)}…` : line;
}
