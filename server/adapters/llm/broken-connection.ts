/** What an error below HTTP means: nobody listens, the connection broke, what came was no HTTP. */
import { errors } from "undici";
import { ChatFailure } from "@/domain/chat";
import type { EndpointSettings } from "@/domain/endpoint";
import { METADATA_CODE } from "../guarded-connect";

const SENTENCES: Record<string, string> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "its name is not known here",
  EAI_AGAIN: "its name could not be looked up",
  EHOSTUNREACH: "it cannot be reached from here",
  ENETUNREACH: "it cannot be reached from here",
  ECONNRESET: "it closed the connection before the reply was complete",
  EPIPE: "it closed the connection before the reply was complete",
  [METADATA_CODE]: "a cloud machine hands out its credentials there, and the studio asks nothing of that",
  ERR_SSL_WRONG_VERSION_NUMBER: "it does not speak https, so try http://",
  UND_ERR_SOCKET: "it closed the connection before the reply was complete",
};

/** A ChatFailure; or the error itself, where it is a fault of the studio and not of the connection. */
export function brokenConnection(error: unknown, { baseUrl }: EndpointSettings): unknown {
  if (!(error instanceof Error)) return error;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const { host } = new URL(baseUrl);
  if (error instanceof errors.HTTPParserError || code.startsWith("HPE_"))
    return new ChatFailure("garbled", `What came from ${host} is no HTTP.`, { cause: error });
  if (code === "UND_ERR_CONNECT_TIMEOUT" || code === "ETIMEDOUT")
    return new ChatFailure("timeout", `${host} did not take the connection in time.`, { cause: error });
  const why = SENTENCES[code];
  if (why !== undefined) return new ChatFailure("connection", `No reply from ${host}: ${why}.`, { cause: error });
  // TypeErrors and the like have no code: they are ours.
  return code === "" ? error : new ChatFailure("connection", `No reply from ${host}: ${code}.`, { cause: error });
}
