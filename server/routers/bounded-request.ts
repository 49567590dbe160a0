/** What may be asked of the procedures at once, looked at before any of it is parsed. */
import { excessIn } from "@/server/formats/json";

/** A template, a config or a list of choices is a few hundred kilobytes at most; files go to /api/import. */
const MOST_BYTES = 8 << 20;
/** A page asks for some ten things at once. */
const MOST_CALLS = 100;

const KINDS = {
  400: { code: -32_600, name: "BAD_REQUEST" },
  413: { code: -32_013, name: "PAYLOAD_TOO_LARGE" },
} as const;

/** The request with its body read, or the refusal, in the form in which procedures answer. */
export async function boundedRequest(request: Request): Promise<Request | Response> {
  const { pathname, searchParams } = new URL(request.url);
  if (pathname.split(",").length > MOST_CALLS)
    return refusal(400, `More than ${MOST_CALLS} procedures in one request: ask for fewer at a time.`);
  const body = request.body && (await readUpTo(request, MOST_BYTES));
  if (body === "too long") return refusal(413, `The request is longer than ${MOST_BYTES >> 20} MiB.`);
  const excess = excessIn(body ?? Buffer.from(searchParams.get("input") ?? ""));
  if (excess) return refusal(400, `The request ${excess}.`);
  const { method, headers, signal } = request;
  return body ? new Request(request.url, { method, headers, signal, body: new Uint8Array(body) }) : request;
}

async function readUpTo(request: Request, most: number): Promise<Buffer | "too long"> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = request.body?.getReader();
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    length += next.value.length;
    if (length > most) {
      // Not waited for: who sends without end may not end either.
      reader?.cancel().catch(() => {});
      return "too long";
    }
    parts.push(next.value);
  }
  return Buffer.concat(parts);
}

function refusal(status: keyof typeof KINDS, message: string): Response {
  const { code, name } = KINDS[status];
  return Response.json({ error: { message, code, data: { code: name, httpStatus: status } } }, { status });
}
