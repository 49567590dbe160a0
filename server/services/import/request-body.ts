export type RequestBody = {
  bytes: AsyncIterable<Uint8Array>;
  /** Reads what is left and throws it away */
  drain(): Promise<void>;
};

/**
 * A request's body as bytes to import. Whoever stops reading them does not end the request: a browser reads no answer
 * before it has sent its whole file, so that what an import left unread has to be drained.
 */
export function requestBody(stream: ReadableStream<Uint8Array>): RequestBody {
  const reader = stream.getReader();
  return {
    bytes: { [Symbol.asyncIterator]: () => ({ next: () => reader.read() }) },
    async drain() {
      try {
        while (!(await reader.read()).done);
      } catch {
        // The sender is gone, and nobody waits for the answer.
      }
    },
  };
}
