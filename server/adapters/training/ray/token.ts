/** The bearer token of an engine, read from the environment for each request, and kept out of what is said. */
import { StudioError } from "@/domain/errors";

const MARK = "[token]";

/** null where none is needed. Throws `upstream` where the variable is missing or holds what cannot be sent. */
export function readToken(variable: string | null): string | null {
  if (variable === null) return null;
  const token = (process.env[variable] ?? "").trim();
  if (token === "")
    throw new StudioError(
      "upstream",
      `The environment variable ${variable}, which is to hold the engine's token, is not set. Set it for the studio and for every worker, then start them again.`,
    );
  if (!/^[\x21-\x7e]+$/.test(token))
    throw new StudioError(
      "upstream",
      `The environment variable ${variable} holds characters that no token can have, such as a space or a line break.`,
    );
  return token;
}

export const authorization = (token: string | null): Record<string, string> =>
  token === null ? {} : { authorization: `Bearer ${token}` };

/** A text without the token, should the engine send it back. */
export const withoutToken = (text: string, token: string | null): string =>
  token === null ? text : text.replaceAll(token, MARK);
