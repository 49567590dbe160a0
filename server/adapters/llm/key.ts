/** An endpoint's key, read from the environment for each request, and kept out of everything that is written. */
import { ChatFailure } from "@/domain/chat";
import type { EndpointSettings } from "@/domain/endpoint";

/** Placeholders such as "none" or "EMPTY" are no secrets, and may be words of a reply. */
const SECRET_LENGTH = 12;
const MARK = "[key]";

export class Secret {
  readonly #key: string | null;

  private constructor(key: string | null) {
    this.#key = key;
  }

  /** Throws `misconfigured` where the variable is missing or holds what cannot be sent. */
  static of({ keyVariable }: EndpointSettings, given?: string): Secret {
    if (given === undefined && keyVariable === null) return new Secret(null);
    const key = (given ?? process.env[keyVariable ?? ""] ?? "").trim();
    if (key === "")
      throw new ChatFailure(
        "misconfigured",
        `The environment variable ${keyVariable} is not set. Set it for the studio and for every worker, then start them again.`,
      );
    if (!/^[\x21-\x7e]+$/.test(key))
      throw new ChatFailure(
        "misconfigured",
        `The environment variable ${keyVariable} holds characters that no key can have, such as a space or a line break.`,
      );
    return new Secret(key);
  }

  headers(): Record<string, string> {
    const headers: Record<string, string> = { "content-type": "application/json", "user-agent": "swirl-studio" };
    if (this.#key !== null) headers.authorization = `Bearer ${this.#key}`;
    return headers;
  }

  /** A reply's text without the key, should the server send it back. */
  hideIn(text: string): string {
    return this.#key !== null && this.#key.length >= SECRET_LENGTH ? this.cutFrom(text) : text;
  }

  /** The same for what was put together of pieces, or written with escapes. */
  hideInAll<Value>(value: Value): Value {
    if (this.#key === null || this.#key.length < SECRET_LENGTH) return value;
    const text = JSON.stringify(value);
    const written = JSON.stringify(this.#key).slice(1, -1);
    return text.includes(written) ? JSON.parse(text.replaceAll(written, MARK)) : value;
  }

  /** A message for people without the key. */
  cutFrom(text: string): string {
    return this.#key !== null && text.includes(this.#key) ? text.replaceAll(this.#key, MARK) : text;
  }
}
