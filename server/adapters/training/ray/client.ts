/**
 * Requests to Ray's dashboard. node:http(s) rather than fetch: fetch marks requests as a browser's, and Ray refuses those
 * that change something.
 */
import http from "node:http";
import https from "node:https";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { StudioError } from "@/domain/errors";
import { isMetadataAddress } from "@/domain/metadata-address";
import { guardedLookup, MetadataRefusal } from "../../guarded-connect";
import { type Asked, connectionFailure, refusal, silence } from "./failure";
import { authorization, readToken, withoutToken } from "./token";

/** Ray itself may wait 10 s for its agent */
const TIMEOUT_MS = 30_000;
const LIMIT_BYTES = 32 * 1024 * 1024;

export type Ask = {
  method?: "GET" | "PUT" | "POST" | "DELETE";
  /** From the dashboard's address on, as in /api/version */
  path: string;
  body?: { type: string; length: number; open: () => Readable };
  /** Milliseconds of silence after which it is given up */
  timeoutMs?: number;
  signal?: AbortSignal;
};
export type Answer = { status: number; text: string };

export class RayClient {
  readonly asked: Asked;

  constructor(settings: { address: string; tokenVariable: string | null }) {
    this.asked = { address: settings.address, tokenVariable: settings.tokenVariable };
  }

  /** Any answer of Ray's except that it lets nobody in. Throws StudioError `upstream`. */
  async ask(request: Ask): Promise<Answer> {
    const { status, text, location } = await this.#send(request);
    if (status === 401 || status === 403 || (status >= 300 && status < 400))
      throw refusal(this.asked, status, location, text);
    return { status, text };
  }

  /** The body of a good answer. Throws StudioError `upstream` for any other. */
  async read(request: Ask): Promise<string> {
    const { status, text, location } = await this.#send(request);
    if (status < 200 || status >= 300) throw refusal(this.asked, status, location, text);
    return text;
  }

  /** A good answer's body, piece by piece. */
  async open(request: Ask): Promise<http.IncomingMessage> {
    const { response } = await this.#begin(request);
    const status = response.statusCode ?? 0;
    if (status >= 200 && status < 300) return response;
    throw refusal(this.asked, status, response.headers.location, await this.#text(response));
  }

  /** A body's bytes. Throws StudioError `upstream` where it breaks off. */
  async *pieces(response: http.IncomingMessage): AsyncGenerator<Buffer> {
    try {
      yield* response;
    } catch (error) {
      throw this.#told(error, undefined);
    }
  }

  async #send(request: Ask): Promise<Answer & { location: string | undefined }> {
    const { response, token } = await this.#begin(request);
    const text = withoutToken(await this.#text(response), token);
    return { status: response.statusCode ?? 0, text, location: response.headers.location };
  }

  async #begin(request: Ask): Promise<{ response: http.IncomingMessage; token: string | null }> {
    const { method = "GET", path, body, timeoutMs = TIMEOUT_MS, signal } = request;
    const token = readToken(this.asked.tokenVariable);
    const url = new URL(`${this.asked.address.replace(/\/+$/, "")}${path}`);
    if (isMetadataAddress(url.hostname)) throw connectionFailure(this.asked, new MetadataRefusal());
    const headers: Record<string, string | number> = { "user-agent": "swirl-studio", ...authorization(token) };
    if (body) Object.assign(headers, { "content-type": body.type, "content-length": body.length });
    // A kept connection may be closed just as it is used again; what was sent over it is then in doubt.
    const made = (url.protocol === "https:" ? https : http).request(url, {
      ...{ method, headers, signal, agent: false, lookup: guardedLookup },
      // Counts while it connects, too
      timeout: timeoutMs,
    });
    made.on("timeout", () => made.destroy(silence(this.asked, timeoutMs)));
    const answered = new Promise<http.IncomingMessage>((resolve, reject) => {
      made.once("response", resolve);
      made.on("error", reject);
    });
    // A server that refuses a body answers before it has read all of it: what it says counts, not the broken pipe.
    if (body) pipeline(body.open(), made).catch((error: Error) => made.destroy(error));
    else made.end();
    try {
      return { response: await answered, token };
    } catch (error) {
      throw this.#told(error, signal);
    }
  }

  async #text(response: http.IncomingMessage): Promise<string> {
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of this.pieces(response)) {
      length += chunk.length;
      if (length > LIMIT_BYTES)
        throw new StudioError("upstream", `Ray at ${this.asked.address} answered with more than 32 MiB.`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString("utf8");
  }

  #told(error: unknown, signal: AbortSignal | undefined): unknown {
    if (error instanceof StudioError) return error;
    if (signal?.aborted) return signal.reason;
    return connectionFailure(this.asked, error);
  }
}
