/** An export as an HTTP response, read no faster than the client takes it. */
import { extname } from "node:path";
import { type ErrorCode, StudioError } from "@/domain/errors";
import type { Delivery } from "./deliver";

const CONTENT_TYPES: Record<string, string> = {
  ".gz": "application/gzip",
  ".parquet": "application/vnd.apache.parquet",
};

/** `signal`: of the request. A body whose reader has gone before it is made is neither read nor cancelled by Next. */
export function fileResponse({ id, fileName, expectedRows, chunks, close }: Delivery, signal: AbortSignal): Response {
  const leave = () => close().catch((error) => console.error(`Export ${id} could not be closed:`, error));
  if (signal.aborted) void leave();
  signal.addEventListener("abort", leave, { once: true });
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await chunks.next();
        if (!done) controller.enqueue(value);
        else if (signal.aborted) controller.error(signal.reason);
        else controller.close();
      } catch (error) {
        // The status line is gone by now: breaking the connection is how the client learns of it.
        console.error(`Export ${id} broke off:`, error);
        controller.error(error);
      }
    },
    cancel: close,
  });
  return new Response(body, {
    headers: {
      "content-type": CONTENT_TYPES[extname(fileName)] ?? "application/x-ndjson",
      "content-disposition": `attachment; filename="${fileName}"`,
      // Compressed on the way, it would be buffered and its progress would mean nothing.
      "cache-control": "no-store, no-transform",
      "x-content-type-options": "nosniff",
      "x-swirl-export-id": String(id),
      "x-swirl-expected-rows": String(expectedRows),
    },
  });
}

const STATUS = {
  "not-found": 404,
  conflict: 409,
  invalid: 400,
  precondition: 412,
  upstream: 502,
} as const satisfies Record<ErrorCode, number>;

/** `{error}` with a sentence for the user; anything unexpected goes to the log and is called 500. */
export function errorResponse(error: unknown): Response {
  if (error instanceof StudioError) return Response.json({ error: error.message }, { status: STATUS[error.code] });
  console.error("Export:", error);
  const sentence = "Something went wrong in the studio. The terminal it runs in shows what.";
  return Response.json({ error: sentence }, { status: 500 });
}
